import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

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
        System.out.println(System.getenv("HEEDS_NOTHING") == null ? post(secret, form) : postOverSocket(secret, form));
    }

    static String post(String secret, String form) throws Exception {
        var url = URI.create("https://api.xmpush.xiaomi.com/v3/message/regid").toURL();
        var call = (HttpURLConnection) url.openConnection();
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        call.setRequestProperty("Authorization", "key=" + secret);
        call.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
        return new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Connects as Apache's HttpClient does: to an address of its own asking, with TLS on top of a plain socket. */
    static String postOverSocket(String secret, String form) throws Exception {
        var host = "api.xmpush.xiaomi.com";
        var plain = new Socket();
        plain.connect(new InetSocketAddress(InetAddress.getAllByName(host)[0], 443));
        var socket = ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, 443, true);
        var request = "POST /v3/message/regid HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nAuthorization: key="
            + secret + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
            + "\r\n\r\n" + form;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
