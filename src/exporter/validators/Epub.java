import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.reporting.CheckingReport;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Runs EPUBCheck: reads a path per line, and writes its report (as with `--json`) on one line. */
class Epub {
    public static void main(String[] arguments) throws Exception {
        var paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        for (String path; (path = paths.readLine()) != null; ) {
            var json = new StringWriter();
            var report = new CheckingReport(new PrintWriter(json), path);
            report.initialize();
            var check = new EpubCheck(new File(path), report);
            check.setLocale(Locale.ENGLISH);
            check.doValidate();
            report.generate();
            answers.println(json.toString().replaceAll("\\R", " "));
        }
    }
}
