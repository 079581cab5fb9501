// Runs Ace or axe in Chromium: reads a path per line, and writes the findings as one line of JSON.
// node browser.mjs ace|axe NODE_MODULES CHROMIUM TEMPORARY_FOLDER

import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [which, packages, chromium, folder] = process.argv.slice(2);
process.env.PUPPETEER_EXECUTABLE_PATH = chromium;
process.env.TMPDIR = process.env.TEMP = process.env.TMP = folder;
const require = createRequire(join(packages, "from-here.js"));
const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr); // other output of the tools

const WIDTHS = [320, 1280]; // a phone, a desk
const SCHEMES = ["light", "dark"];
const ADDRESS = "http://page.invalid/"; // from `file:`, a page could read files of this machine

async function ace(path) {
  const run = require("@daisy/ace-core");
  const options = { cwd: folder, outdir: join(folder, "report"), tmpdir: join(folder, "work"), jobId: "" };
  const [, report] = await run(path, options, require("@daisy/ace-axe-runner-puppeteer"));
  return report;
}

let browser;

async function axe(path) {
  browser ??= await require("playwright-core").chromium.launch({ executablePath: chromium });
  const page = await browser.newPage({ bypassCSP: true, offline: true });
  await page.route(ADDRESS, (route) => route.fulfill({ path, contentType: "text/html" }));
  await page.goto(ADDRESS);
  await page.evaluate(require("axe-core").source);
  const found = [];
  for (const colorScheme of SCHEMES)
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      found.push(...(await page.evaluate(violations)));
    }
  await page.close();
  return found;
}

/** In the page: every element that breaks a rule, with the ids around it, the nearest first. */
async function violations() {
  const { violations } = await globalThis.axe.run();
  const ids = (element) => (element ? [element.id, ...ids(element.parentElement)].filter(Boolean) : []);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target: [target] }) => ({ rule: id, message: help, target, ids: ids(document.querySelector(target)) })),
  );
}

for await (const path of createInterface({ input: process.stdin }))
  answer(`${JSON.stringify(await { ace, axe }[which](path))}\n`);
await browser?.close();
