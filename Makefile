# Everything starts here: each target does all of its own set-up. It needs make, Node 20 or newer and npm; and Go where
# the official Pulumi CLI cannot be downloaded.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help up preview charts destroy cluster test test-cluster option-matrix dr-exercise test-restore test-vault test-envoy restore-test-image restore-test-faults mutants alert-mutants alert-faults check bench generate

# Node 24 and the tools come from npm packages, whatever the system has.
RUN := PATH="$(CURDIR)/node_modules/.bin:$$PATH"

# Starts of programs, plugins and tools on Node take a third less time.
# Node's own requests take the proxy that Helm and npm take.
export NODE_USE_ENV_PROXY := 1
export NODE_COMPILE_CACHE := $(CURDIR)/.sandbox/compile-cache

# Where the Kubernetes of a stack is: simulated, or a real one without containers.
CLUSTER ?= simulated
main.simulated := sandbox/main.ts
main.real := kubernetes/main.ts
MAIN = $(or $(main.$(CLUSTER)),$(error CLUSTER is $(CLUSTER); it can be simulated or real))

up destroy: STACK ?= sandbox
preview charts: STACK ?= prod

help: ## Show this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

up: node_modules/.package-lock.json ## Bring a stack up without a cloud account: STACK=sandbox, prod, dr; CLUSTER=real for a real Kubernetes
	@$(RUN) node $(MAIN) up $(STACK)

preview: node_modules/.package-lock.json ## Plan a stack without a cloud account: STACK=prod, dr, sandbox
	@$(RUN) node sandbox/main.ts preview $(STACK)

charts: node_modules/.package-lock.json ## Get the charts of STACK=..., to see inside its releases: CHARTS=...
	@$(RUN) node sandbox/main.ts charts $(STACK)

destroy: node_modules/.package-lock.json ## Remove a stack that `up` made: STACK=..., CLUSTER=... as at `up`
	@$(RUN) node $(MAIN) destroy $(STACK)

cluster: node_modules/.package-lock.json ## Start a real Kubernetes on this machine, with the nodes of STACK=...
	@$(RUN) node kubernetes/main.ts start $(STACK)

test: node_modules/.package-lock.json ## Run every test that needs no real cluster
	@$(RUN) vitest run

test-cluster: node_modules/.package-lock.json ## Run the tests on a real Kubernetes: CHARTS=..., CHART_RENDERS=...
	@$(RUN) vitest run --config tests/cluster/vitest.config.ts

dr-exercise: node_modules/.package-lock.json ## Lose a region, take over in the other and back, with the real Velero: CHARTS=..., ROUNDS=1
	@$(RUN) node exercise/main.ts --rounds $(or $(ROUNDS),1)

mutants: node_modules/.package-lock.json ## Put faults into every rule of the pack, and see that the tests notice: FILES=<part of a path>
	@$(RUN) node tests/policy-pack/mutation/main.ts $(FILES)

option-matrix: node_modules/.package-lock.json ## Render the charts of every two options together, and look at what they make: CHARTS=...
	@$(RUN) vitest run --config tests/option-matrix/vitest.config.ts

alert-mutants: node_modules/.package-lock.json ## Put faults into every alert, and see that the tests notice: fails where one survives
	@$(RUN) node tests/alerts/mutate.ts

alert-faults: node_modules/.package-lock.json ## Break things before a real Prometheus and Alertmanager, and count who is told: CHARTS=...
	@$(RUN) vitest run --config tests/alert-faults/vitest.config.ts

test-restore: node_modules/.package-lock.json ## Run the restore test's own tests and scenarios on a real API server: CHARTS=...
	@cd restore-test && go test ./...
	@$(RUN) vitest run --config tests/restore-test/vitest.config.ts scenarios image

test-vault: node_modules/.package-lock.json ## Run what makes Vault ready, configures it and takes snapshots, with three real ones
	@$(RUN) vitest run --config tests/vault/vitest.config.ts

test-envoy: node_modules/.package-lock.json ## Have Envoy Gateway translate what the gateway is told, and a real Envoy serve it
	@$(RUN) vitest run --config tests/envoy/vitest.config.ts

restore-test-faults: node_modules/.package-lock.json ## Kill the restore test at 20 points and put faults into its checks: SEED=..., CHARTS=...
	@$(RUN) vitest run --config tests/restore-test/vitest.config.ts faults mutants

restore-test-image: ## Build the image of the restore test and push it: IMAGE=<registry>/<repository>:<tag>
	@cd restore-test && go run ./image --image "$(or $(IMAGE),$(error give IMAGE=<registry>/<repository>:<tag>))"

bench: node_modules/.package-lock.json ## Measure rules, pack, releases and engine; fails where a bound is broken: CHART_RENDERS=...
	@$(RUN) node bench/main.ts

generate: node_modules/.package-lock.json ## Write what is made of the code: docs/arguments.md, Pulumi.yaml, policy-config.json
	@$(RUN) node generate/main.ts

check: node_modules/.package-lock.json ## Check types, format, lint and dead code
	@$(RUN) node node_modules/typescript-7/bin/tsc -p .
	@$(RUN) biome check --error-on-warnings
	@$(RUN) knip

# npm writes this file last. Install scripts are left out, but for that of `node`, which fetches Node itself: Pulumi's
# SDKs would download the real providers.
node_modules/.package-lock.json: package-lock.json
	@echo "▸ Installing npm packages: about a minute, once"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@npm rebuild node --loglevel=error
	@touch $@
