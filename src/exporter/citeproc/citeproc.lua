-- Reads one JSON request per line, and writes one JSON answer per line.
--   {"do": "cite", "references": CSL JSON text, "document": pandoc JSON text}  →  pandoc JSON of the blocks
--   {"do": "latex", "texts": [LaTeX, …]}                                       →  list of pandoc JSON texts, or false
--   {"do": "version"}                                                          →  pandoc's version

-- Return a value of JSON as a value of metadata, which has no numbers.
local function to_meta(value)
  if type(value) ~= "table" then return pandoc.MetaString(tostring(math.tointeger(value) or value)) end
  local parts = {}
  for name, part in pairs(value) do parts[name] = to_meta(part) end
  return #parts > 0 and pandoc.MetaList(parts) or pandoc.MetaMap(parts)
end

-- The reader of CSL JSON keeps of a date what fits ISO 8601-2; citeproc can also print seasons and words.
local function keep_dates(references, given)
  for number, reference in ipairs(given) do
    for name, value in pairs(reference) do
      if type(value) == "table" and (value.literal or value.season) then references[number][name] = to_meta(value) end
    end
  end
  return references
end

local function cite(request)
  local document = pandoc.read(request.document, "json")
  local references = pandoc.read(request.references, "csljson").meta.references
  document.meta.references = keep_dates(references, pandoc.json.decode(request.references, false))
  return pandoc.write(pandoc.utils.citeproc(document), "json")
end

-- Return a formula as far as HTML can show it; what it cannot show stays TeX.
local function to_words(formula)
  local html = pandoc.write(pandoc.Pandoc({ pandoc.Plain({ formula }) }), "html")
  return pandoc.utils.blocks_to_inlines(pandoc.read(html, "html").blocks)
end

-- Read one text in a sandbox, in which LaTeX can open no file; false if it cannot be read.
local function read_latex(text, shown)
  local ok, document = pcall(pandoc.read, text, "latex+raw_tex", nil, {})
  local function show(formula)
    shown[formula.text] = shown[formula.text] or to_words(formula)
    return shown[formula.text]
  end
  return ok and pandoc.write(document:walk({ Math = show }), "json")
end

local function latex(request)
  local answers, shown = {}, {}
  for number, text in ipairs(request.texts) do answers[number] = read_latex(text, shown) end
  return pandoc.json.encode(answers)
end

local function version() return tostring(PANDOC_VERSION) end

-- The first answer takes ten times as long as the next, so make one in advance, while the caller reads the article.
local function warm_up()
  local reference = { id = "a", type = "book", title = "A", issued = { ["date-parts"] = { { 2000 } } } }
  local cite = pandoc.Cite({ pandoc.Str("a") }, { pandoc.Citation("a", "NormalCitation") })
  pandoc.utils.citeproc(pandoc.Pandoc({ pandoc.Para({ cite }) }, { references = { reference } }))
end

pcall(warm_up)

local answers = { cite = cite, latex = latex, version = version }

for line in io.lines() do
  local ok, answer = pcall(function()
    local request = pandoc.json.decode(line, false)
    return answers[request["do"]](request)
  end)
  io.write(pandoc.json.encode(ok and { answer = answer } or { error = tostring(answer) }), "\n")
  io.flush()
end
