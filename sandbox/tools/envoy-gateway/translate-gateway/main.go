// Translates objects of the Gateway API as Envoy Gateway does: what it says of each of them, the proxies that it makes,
// and what it tells these as xDS.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"google.golang.org/protobuf/encoding/protojson"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	gateways "sigs.k8s.io/gateway-api/apis/v1"

	envoy "github.com/envoyproxy/gateway/api/v1alpha1"
	"github.com/envoyproxy/gateway/internal/envoygateway"
	"github.com/envoyproxy/gateway/internal/envoygateway/config"
	"github.com/envoyproxy/gateway/internal/gatewayapi"
	"github.com/envoyproxy/gateway/internal/gatewayapi/resource"
	"github.com/envoyproxy/gateway/internal/infrastructure/kubernetes/proxy"
	"github.com/envoyproxy/gateway/internal/ir"
	"github.com/envoyproxy/gateway/internal/logging"
	"github.com/envoyproxy/gateway/internal/xds/translator"
)

type question struct {
	// Where the controller is, and its proxies.
	Namespace string `json:"namespace"`
	// The configuration of the controller, as its file has it.
	Controller string           `json:"controller"`
	Objects    []map[string]any `json:"objects"`
}

type answer struct {
	// The objects, with their status.
	Objects resource.Resources `json:"objects"`
	// What the controller makes of a Gateway.
	Proxies []any `json:"proxies"`
	// What the proxies are told, by the type of it.
	XDS map[string][]json.RawMessage `json:"xds"`
}

func main() {
	var asked question
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&asked); err != nil {
		fail(err)
	}
	controller, err := config.DecodeBytes([]byte(asked.Controller))
	if err != nil {
		fail(err)
	}
	controller.SetEnvoyGatewayDefaults()
	said, err := translate(asked.Objects, place{asked.Namespace, controller})
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func translate(objects []map[string]any, where place) (*answer, error) {
	resources := resource.NewResources()
	for _, object := range objects {
		if err := add(resources, object); err != nil {
			return nil, err
		}
	}
	resources.Sort()
	log := logging.DefaultLogger(os.Stderr, envoy.LogLevelError)
	// As the controller's runner does.
	toIR := &gatewayapi.Translator{
		GatewayControllerName: where.controller.Gateway.ControllerName,
		GatewayClassName:      gateways.ObjectName(resources.GatewayClass.Name),
		ControllerNamespace:   where.namespace,
		MergeGateways:         gatewayapi.IsMergeGatewaysEnabled(resources),
		MergeBackends:         gatewayapi.ResolveMergeBackendsConfig(resources),
		Logger:                log,
	}
	result, err := toIR.Translate(resources)
	if err != nil {
		return nil, err
	}
	said := &answer{Objects: result.Resources, XDS: map[string][]json.RawMessage{}}
	for _, infra := range result.InfraIR {
		if err := said.addProxies(where, infra); err != nil {
			return nil, err
		}
	}
	for _, xds := range result.XdsIR {
		if err := xds.Validate(); err != nil {
			return nil, err
		}
		toXDS := &translator.Translator{
			ControllerNamespace: where.namespace,
			FilterOrder:         xds.FilterOrder,
			RuntimeFlags:        where.controller.RuntimeFlags,
			Logger:              log,
		}
		table, err := toXDS.Translate(xds)
		if err != nil {
			return nil, err
		}
		for kind, told := range table.XdsResources {
			for _, each := range told {
				text, err := protojson.Marshal(each)
				if err != nil {
					return nil, err
				}
				said.XDS[kind] = append(said.XDS[kind], text)
			}
		}
	}
	return said, nil
}

// add takes an object as the API server would: valid by its CRD, with the defaults of it.
func add(resources *resource.Resources, object map[string]any) error {
	given := &unstructured.Unstructured{Object: object}
	named := func(err error) error {
		return fmt.Errorf("%s %s/%s: %w", given.GetKind(), given.GetNamespace(), given.GetName(), err)
	}
	kind := given.GroupVersionKind()
	if kind.Group == envoy.GroupName || kind.Group == gateways.GroupName {
		text, err := json.Marshal(object)
		if err != nil {
			return named(err)
		}
		if err := resource.GetDefaultValidator().Validate(text); err != nil {
			return named(err)
		}
		if given, err = resource.GetGatewaySchemaDefaulter().ApplyDefault(given); err != nil {
			return named(err)
		}
	}
	typed, err := envoygateway.GetScheme().New(kind)
	if err != nil {
		return named(err)
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(given.Object, typed); err != nil {
		return named(err)
	}
	switch it := typed.(type) {
	case *gateways.GatewayClass:
		resources.GatewayClass = it
	case *gateways.Gateway:
		resources.Gateways = append(resources.Gateways, it)
	case *gateways.ListenerSet:
		resources.ListenerSets = append(resources.ListenerSets, it)
	case *gateways.HTTPRoute:
		resources.HTTPRoutes = append(resources.HTTPRoutes, it)
	case *gateways.GRPCRoute:
		resources.GRPCRoutes = append(resources.GRPCRoutes, it)
	case *gateways.TLSRoute:
		resources.TLSRoutes = append(resources.TLSRoutes, it)
	case *envoy.EnvoyProxy:
		resources.EnvoyProxiesForGateways = append(resources.EnvoyProxiesForGateways, it)
	case *envoy.ClientTrafficPolicy:
		resources.ClientTrafficPolicies = append(resources.ClientTrafficPolicies, it)
	case *envoy.BackendTrafficPolicy:
		resources.BackendTrafficPolicies = append(resources.BackendTrafficPolicies, it)
	case *envoy.SecurityPolicy:
		resources.SecurityPolicies = append(resources.SecurityPolicies, it)
	case *core.Namespace:
		resources.Namespaces = append(resources.Namespaces, it)
	case *core.Service:
		resources.Services = append(resources.Services, it)
	case *core.Secret:
		resources.Secrets = append(resources.Secrets, it)
	case *discovery.EndpointSlice:
		resources.EndpointSlices = append(resources.EndpointSlices, it)
	default:
		return named(fmt.Errorf("is not asked about"))
	}
	return nil
}

func (said *answer) addProxies(where place, infra *ir.Infra) error {
	render, err := proxy.NewResourceRender(context.Background(), where, infra)
	if err != nil {
		return err
	}
	account, err := render.ServiceAccount()
	if err != nil {
		return err
	}
	deployment, err := render.Deployment()
	if err != nil {
		return err
	}
	service, err := render.Service()
	if err != nil {
		return err
	}
	budget, err := render.PodDisruptionBudget()
	if err != nil {
		return err
	}
	said.Proxies = append(said.Proxies, account, deployment, service, budget)
	return nil
}

// What the controller knows of where it is.
type place struct {
	namespace  string
	controller *envoy.EnvoyGateway
}

func (p place) GetControllerNamespace() string        { return p.namespace }
func (p place) GetDNSDomain() string                  { return "cluster.local" }
func (p place) GetEnvoyGateway() *envoy.EnvoyGateway  { return p.controller }
func (p place) GetResourceNamespace(*ir.Infra) string { return p.namespace }
func (p place) GetOwnerReferenceUID(context.Context, *ir.Infra) (map[string]types.UID, error) {
	return nil, nil
}
