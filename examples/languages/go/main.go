package main

import (
	"github.com/aws/jsii-runtime-go"
	istio "github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

func image(name string) *string {
	return jsii.String("registry.istio.io/release/examples-bookinfo-" + name + ":1.20.3")
}

func workload(namespace istio.SecureNamespace, name string) istio.LeastPrivilegeWorkload {
	return istio.NewLeastPrivilegeWorkload(namespace, jsii.String(name), &istio.LeastPrivilegeWorkloadProps{
		Image: image(name + "-v1"),
		Port:  jsii.Number(9080),
	})
}

func because(reason string) *istio.GuardRailProps {
	return &istio.GuardRailProps{Reason: jsii.String(reason)}
}

func main() {
	defer jsii.Close()

	app := cdk8s.NewApp(nil)
	mesh := istio.NewMesh(app, jsii.String("mesh"), nil)
	bookinfo := istio.NewSecureNamespace(app, jsii.String("bookinfo"), nil)

	details := workload(bookinfo, "details")
	ratings := workload(bookinfo, "ratings")
	productpage := workload(bookinfo, "productpage")

	reviews := istio.NewCanaryService(bookinfo, jsii.String("reviews"), &istio.CanaryServiceProps{Port: jsii.Number(9080)})
	reviews.AddVersion(jsii.String("v1"), &istio.CanaryVersionProps{Image: image("reviews-v1"), Weight: jsii.Number(80)})
	v2 := reviews.AddVersion(jsii.String("v2"), &istio.CanaryVersionProps{Image: image("reviews-v2"), Weight: jsii.Number(20)})
	v3 := reviews.AddVersion(jsii.String("v3"), &istio.CanaryVersionProps{Image: image("reviews-v3")})

	// Who calls whom.
	productpage.Calls().To(details, istio.HttpCall_Get(jsii.String("/details/*")))
	productpage.Calls().To(reviews, istio.HttpCall_Get(jsii.String("/reviews/*")))
	v2.Calls().To(ratings, istio.HttpCall_Get(jsii.String("/ratings/*")))
	v3.Calls().To(ratings, istio.HttpCall_Get(jsii.String("/ratings/*")))

	gateway := istio.NewIngressGateway(bookinfo, jsii.String("bookinfo-gateway"), &istio.IngressGatewayProps{
		Hosts: jsii.Strings("bookinfo.example.com"),
	})
	gateway.Expose(productpage,
		istio.HttpCall_Get(*jsii.Strings("/productpage", "/static/*", "/logout", "/api/v1/products*")...),
		istio.HttpCall_Post(jsii.String("/login")),
	)

	// Where requests go, and how long they may take.
	reviews.Traffic().RouteByHeader(jsii.String("end-user"), &istio.StringMatch{Exact: jsii.String("jason")}, v3)
	reviews.Traffic().Timeout(cdk8s.Duration_Seconds(jsii.Number(2)), &istio.TimeoutOptions{When: istio.HttpMatch_From(productpage)})

	// What no construct says is patched.
	productpage.Sidecar().AddJsonPatch(cdk8s.JsonPatch_Add(
		jsii.String("/spec/inboundConnectionPool"), map[string]any{"tcp": map[string]any{"maxConnections": 100}}))
	cdk8s.ApiObject_Of(details.Deployment()).AddJsonPatch(cdk8s.JsonPatch_Replace(
		jsii.String("/spec/template/spec/terminationGracePeriodSeconds"), 60))

	// What must stay so, whoever declares or patches what.
	mesh.Never(istio.Access_Of(&istio.AccessProps{
		From: istio.Callers_Outside(),
		To:   istio.Callees_EverythingBut(istio.Callees_Of(productpage)),
	}), because("the page is all that is public"))
	mesh.Never(istio.Access_Of(&istio.AccessProps{
		From:    istio.Callers_Everyone(),
		To:      istio.Callees_Of(ratings),
		Methods: jsii.Strings("POST", "DELETE"),
	}), because("ratings are only read"))
	mesh.Always(istio.Access_Of(&istio.AccessProps{
		From:    istio.Callers_Of(v2, v3),
		To:      istio.Callees_Of(ratings),
		Port:    jsii.Number(9080),
		Methods: jsii.Strings("GET"),
		Paths:   jsii.Strings("/ratings/*"),
	}), because("stars come from ratings"))

	app.Synth()
}
