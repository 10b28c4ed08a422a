from cdk8s import ApiObject, App, Duration, JsonPatch
from cdk8s_istio import (
    Access,
    Callees,
    Callers,
    CanaryService,
    HttpCall,
    HttpMatch,
    IngressGateway,
    LeastPrivilegeWorkload,
    Mesh,
    SecureNamespace,
    StringMatch,
)


def image(name: str) -> str:
    return f"registry.istio.io/release/examples-bookinfo-{name}:1.20.3"


app = App()
mesh = Mesh(app, "mesh")
bookinfo = SecureNamespace(app, "bookinfo")

details = LeastPrivilegeWorkload(bookinfo, "details", image=image("details-v1"), port=9080)
ratings = LeastPrivilegeWorkload(bookinfo, "ratings", image=image("ratings-v1"), port=9080)
productpage = LeastPrivilegeWorkload(bookinfo, "productpage", image=image("productpage-v1"), port=9080)

reviews = CanaryService(bookinfo, "reviews", port=9080)
reviews.add_version("v1", image=image("reviews-v1"), weight=80)
v2 = reviews.add_version("v2", image=image("reviews-v2"), weight=20)
v3 = reviews.add_version("v3", image=image("reviews-v3"))

# Who calls whom.
productpage.calls.to(details, HttpCall.get("/details/*"))
productpage.calls.to(reviews, HttpCall.get("/reviews/*"))
v2.calls.to(ratings, HttpCall.get("/ratings/*"))
v3.calls.to(ratings, HttpCall.get("/ratings/*"))

gateway = IngressGateway(bookinfo, "bookinfo-gateway", hosts=["bookinfo.example.com"])
gateway.expose(
    productpage,
    HttpCall.get("/productpage", "/static/*", "/logout", "/api/v1/products*"),
    HttpCall.post("/login"),
)

# Where requests go, and how long they may take.
reviews.traffic.route_by_header("end-user", StringMatch(exact="jason"), v3)
reviews.traffic.timeout(Duration.seconds(2), when=HttpMatch.from_(productpage))

# What no construct says is patched.
productpage.sidecar.add_json_patch(JsonPatch.add("/spec/inboundConnectionPool", {"tcp": {"maxConnections": 100}}))
ApiObject.of(details.deployment).add_json_patch(
    JsonPatch.replace("/spec/template/spec/terminationGracePeriodSeconds", 60)
)

# What must stay so, whoever declares or patches what.
mesh.never(
    Access.of(from_=Callers.outside(), to=Callees.everything_but(Callees.of(productpage))),
    reason="the page is all that is public",
)
mesh.never(
    Access.of(from_=Callers.everyone(), to=Callees.of(ratings), methods=["POST", "DELETE"]),
    reason="ratings are only read",
)
mesh.always(
    Access.of(
        from_=Callers.of(v2, v3), to=Callees.of(ratings), port=9080, methods=["GET"], paths=["/ratings/*"]
    ),
    reason="stars come from ratings",
)

app.synth()
