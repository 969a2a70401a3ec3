// Vault, built `minimal`, with the two plugins of the full one that the platform configures.
package main

import (
	"os"
	"reflect"
	"unsafe"

	kubernetes "github.com/hashicorp/vault-plugin-auth-kubernetes"
	"github.com/hashicorp/vault/command"
	"github.com/hashicorp/vault/helper/builtinplugins"
	"github.com/hashicorp/vault/plugins/database/postgresql"
	"github.com/hashicorp/vault/sdk/logical"
)

func main() {
	add("credentialBackends", "kubernetes", logical.Factory(kubernetes.Factory))
	add("databasePlugins", "postgresql-database-plugin", builtinplugins.BuiltinFactory(postgresql.New))
	os.Exit(command.Run(os.Args[1:]))
}

// The registry has no way to add to it: its maps are reached by their names.
func add(plugins, name string, factory any) {
	field := reflect.ValueOf(builtinplugins.Registry).Elem().FieldByName(plugins)
	all := reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
	plugin := reflect.New(all.Type().Elem()).Elem()
	plugin.FieldByName("Factory").Set(reflect.ValueOf(factory))
	all.SetMapIndex(reflect.ValueOf(name), plugin)
}
