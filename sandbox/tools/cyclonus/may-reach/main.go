// Answers whether traffic is allowed, case by case: Cyclonus' matcher with the selectors of Kubernetes itself.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

type testCase struct {
	Policies   []*networking.NetworkPolicy  `json:"policies"`
	Namespaces map[string]map[string]string `json:"namespaces"`
	From       end                          `json:"from"`
	To         end                          `json:"to"`
	Port       int                          `json:"port"`
	Protocol   core.Protocol                `json:"protocol"`
}

// A pod, or an address where there is no namespace.
type end struct {
	Namespace string               `json:"namespace"`
	Labels    map[string]string    `json:"labels"`
	Ports     []core.ContainerPort `json:"ports"`
	IP        string               `json:"ip"`
}

type answer struct {
	// As Cyclonus reads label selectors.
	Cyclonus bool `json:"cyclonus"`
	// As Kubernetes reads them.
	Kubernetes bool `json:"kubernetes"`
}

func main() {
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	var cases []testCase
	if err := decoder.Decode(&cases); err != nil {
		fail(err)
	}
	answers := make([]answer, len(cases))
	for i := range cases {
		c := &cases[i]
		for name, of := range c.Namespaces {
			of["kubernetes.io/metadata.name"] = name
		}
		for _, policy := range c.Policies {
			setDefaults(policy)
		}
		answers[i].Cyclonus = c.allowed()
		c.selectAsKubernetes()
		answers[i].Kubernetes = c.allowed()
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// What the API server fills in before anybody reads a policy (pkg/apis/networking/v1/defaults.go); Cyclonus refuses it empty.
func setDefaults(policy *networking.NetworkPolicy) {
	spec := &policy.Spec
	if len(spec.PolicyTypes) > 0 {
		return
	}
	spec.PolicyTypes = []networking.PolicyType{networking.PolicyTypeIngress}
	if len(spec.Egress) > 0 {
		spec.PolicyTypes = append(spec.PolicyTypes, networking.PolicyTypeEgress)
	}
}

func (c *testCase) allowed() bool {
	policy := matcher.BuildNetworkPolicies(false, c.Policies)
	names := []string{""}
	if c.To.Namespace != "" {
		for _, port := range c.To.Ports {
			protocol := port.Protocol
			if protocol == "" {
				protocol = core.ProtocolTCP
			}
			if int(port.ContainerPort) == c.Port && protocol == c.Protocol && port.Name != "" {
				names = append(names, port.Name)
			}
		}
	}
	return c.direction(policy, names, true) && c.direction(policy, names, false)
}

// A port has as many names as containers give it; Cyclonus takes one.
func (c *testCase) direction(policy *matcher.Policy, names []string, isIngress bool) bool {
	for _, name := range names {
		traffic := &matcher.Traffic{
			Source:           c.peer(c.From),
			Destination:      c.peer(c.To),
			ResolvedPort:     c.Port,
			ResolvedPortName: name,
			Protocol:         c.Protocol,
		}
		if policy.IsIngressOrEgressAllowed(traffic, isIngress).IsAllowed() {
			return true
		}
	}
	return false
}

func (c *testCase) peer(end end) *matcher.TrafficPeer {
	peer := &matcher.TrafficPeer{IP: end.IP}
	if end.Namespace != "" {
		peer.Internal = &matcher.InternalPeer{
			Namespace:       end.Namespace,
			NamespaceLabels: c.Namespaces[end.Namespace],
			PodLabels:       end.Labels,
		}
	}
	return peer
}

// Who is selected, by labels that were given and by those that stand for selectors.
type labelled struct {
	given    labels.Set
	selected map[string]string
}

// Puts a label of its own in the place of each selector, which those have whom Kubernetes' own code selects.
func (c *testCase) selectAsKubernetes() {
	pods := []labelled{relabel(&c.From.Labels), relabel(&c.To.Labels)}
	var namespaces []labelled
	for name, of := range c.Namespaces {
		namespaces = append(namespaces, relabel(&of))
		c.Namespaces[name] = of
	}
	count := 0
	replace := func(selector *meta.LabelSelector, among []labelled) {
		if selector == nil || len(selector.MatchLabels)+len(selector.MatchExpressions) == 0 {
			return
		}
		asked, err := meta.LabelSelectorAsSelector(selector)
		if err != nil {
			fail(err)
		}
		count++
		name := "selector-" + strconv.Itoa(count)
		for _, each := range among {
			if asked.Matches(each.given) {
				each.selected[name] = "true"
			}
		}
		*selector = meta.LabelSelector{MatchLabels: map[string]string{name: "true"}}
	}
	peers := func(all []networking.NetworkPolicyPeer) {
		for i := range all {
			replace(all[i].PodSelector, pods)
			replace(all[i].NamespaceSelector, namespaces)
		}
	}
	for _, policy := range c.Policies {
		replace(&policy.Spec.PodSelector, pods)
		for _, rule := range policy.Spec.Ingress {
			peers(rule.From)
		}
		for _, rule := range policy.Spec.Egress {
			peers(rule.To)
		}
	}
}

func relabel(of *map[string]string) labelled {
	both := labelled{given: *of, selected: map[string]string{}}
	*of = both.selected
	return both
}
