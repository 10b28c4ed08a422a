package bookinfo;

import io.github.cdk8sistio.Access;
import io.github.cdk8sistio.AccessProps;
import io.github.cdk8sistio.Callees;
import io.github.cdk8sistio.Callers;
import io.github.cdk8sistio.CanaryService;
import io.github.cdk8sistio.CanaryServiceProps;
import io.github.cdk8sistio.CanaryVersion;
import io.github.cdk8sistio.CanaryVersionProps;
import io.github.cdk8sistio.GuardRailProps;
import io.github.cdk8sistio.HttpCall;
import io.github.cdk8sistio.HttpMatch;
import io.github.cdk8sistio.IngressGateway;
import io.github.cdk8sistio.IngressGatewayProps;
import io.github.cdk8sistio.LeastPrivilegeWorkload;
import io.github.cdk8sistio.LeastPrivilegeWorkloadProps;
import io.github.cdk8sistio.Mesh;
import io.github.cdk8sistio.SecureNamespace;
import io.github.cdk8sistio.StringMatch;
import io.github.cdk8sistio.TimeoutOptions;
import java.util.List;
import java.util.Map;
import org.cdk8s.ApiObject;
import org.cdk8s.App;
import org.cdk8s.Duration;
import org.cdk8s.JsonPatch;

public final class Main {
    private static String image(String name) {
        return "registry.istio.io/release/examples-bookinfo-" + name + ":1.20.3";
    }

    private static LeastPrivilegeWorkload workload(SecureNamespace namespace, String name) {
        return new LeastPrivilegeWorkload(namespace, name, LeastPrivilegeWorkloadProps.builder()
            .image(image(name + "-v1"))
            .port(9080)
            .build());
    }

    private static GuardRailProps because(String reason) {
        return GuardRailProps.builder().reason(reason).build();
    }

    public static void main(String[] args) {
        App app = new App();
        Mesh mesh = new Mesh(app, "mesh");
        SecureNamespace bookinfo = new SecureNamespace(app, "bookinfo");

        LeastPrivilegeWorkload details = workload(bookinfo, "details");
        LeastPrivilegeWorkload ratings = workload(bookinfo, "ratings");
        LeastPrivilegeWorkload productpage = workload(bookinfo, "productpage");

        CanaryService reviews = new CanaryService(bookinfo, "reviews", CanaryServiceProps.builder().port(9080).build());
        reviews.addVersion("v1", CanaryVersionProps.builder().image(image("reviews-v1")).weight(80).build());
        CanaryVersion v2 = reviews.addVersion("v2", CanaryVersionProps.builder().image(image("reviews-v2")).weight(20).build());
        CanaryVersion v3 = reviews.addVersion("v3", CanaryVersionProps.builder().image(image("reviews-v3")).build());

        // Who calls whom.
        productpage.getCalls().to(details, HttpCall.get("/details/*"));
        productpage.getCalls().to(reviews, HttpCall.get("/reviews/*"));
        v2.getCalls().to(ratings, HttpCall.get("/ratings/*"));
        v3.getCalls().to(ratings, HttpCall.get("/ratings/*"));

        IngressGateway gateway = new IngressGateway(bookinfo, "bookinfo-gateway", IngressGatewayProps.builder()
            .hosts(List.of("bookinfo.example.com"))
            .build());
        gateway.expose(productpage,
            HttpCall.get("/productpage", "/static/*", "/logout", "/api/v1/products*"),
            HttpCall.post("/login"));

        // Where requests go, and how long they may take.
        reviews.getTraffic().routeByHeader("end-user", StringMatch.builder().exact("jason").build(), v3);
        reviews.getTraffic().timeout(Duration.seconds(2), TimeoutOptions.builder().when(HttpMatch.from(productpage)).build());

        // What no construct says is patched.
        productpage.getSidecar().addJsonPatch(
            JsonPatch.add("/spec/inboundConnectionPool", Map.of("tcp", Map.of("maxConnections", 100))));
        ApiObject.of(details.getDeployment()).addJsonPatch(
            JsonPatch.replace("/spec/template/spec/terminationGracePeriodSeconds", 60));

        // What must stay so, whoever declares or patches what.
        mesh.never(Access.of(AccessProps.builder()
            .from(Callers.outside())
            .to(Callees.everythingBut(Callees.of(productpage)))
            .build()), because("the page is all that is public"));
        mesh.never(Access.of(AccessProps.builder()
            .from(Callers.everyone())
            .to(Callees.of(ratings))
            .methods(List.of("POST", "DELETE"))
            .build()), because("ratings are only read"));
        mesh.always(Access.of(AccessProps.builder()
            .from(Callers.of(v2, v3))
            .to(Callees.of(ratings))
            .port(9080)
            .methods(List.of("GET"))
            .paths(List.of("/ratings/*"))
            .build()), because("stars come from ratings"));

        app.synth();
    }

    private Main() {
    }
}
