import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

public class Send {
    static String get(String path) throws Exception {
        var connection = URI.create(System.getenv("PUSHSIM_URL") + path).toURL().openConnection();
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static String find(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) throw new IllegalStateException(text);
        return found.group(1);
    }

    public static void main(String[] arguments) throws Exception {
        var regId = find("\"reg_id\":\\s*\"([^\"]+)\"", get("/_sim/phones/xiaomi_phone"));
        var secret = find("\"xiaomi\":.*?\"app_secret\":\\s*\"([^\"]+)\"", get("/_sim/credentials"));
        var form = "registration_id=" + URLEncoder.encode(regId, StandardCharsets.UTF_8)
            + "&title=t&description=d&payload=p&restricted_package_name=com.example.chat";
        var url = URI.create("https://api.xmpush.xiaomi.com/v3/message/regid").toURL();
        var call = (HttpURLConnection) url.openConnection();
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        call.setRequestProperty("Authorization", "key=" + secret);
        call.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
        System.out.println(new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
