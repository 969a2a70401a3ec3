// Pulumi's Kubernetes plugin. Upstream's own main package embeds a schema that its Makefile generates first; nobody asks
// this one for a schema, which only `pulumi import` and the generators of SDKs do.
package main

import (
	"os"
	"time"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

func main() {
	go endWithEngine(os.Getppid())
	provider.Serve("kubernetes", os.Getenv("KUBERNETES_PLUGIN_VERSION"), []byte("{}"), []byte("{}"))
}

// An engine that is killed tells nobody, and the plugin would go on for minutes.
func endWithEngine(engine int) {
	for os.Getppid() == engine {
		time.Sleep(time.Second)
	}
	os.Exit(1)
}
