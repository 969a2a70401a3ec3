// Makes the image of the restore test without a container engine: one file on nothing, for two architectures, with a list of
// what is in it. The same sources give the same digest.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

func main() {
	image := flag.String("image", "", "where it is pushed to, `registry/repository:tag`; nowhere where there is none")
	folder := flag.String("layout", "", "`folder` that it is written to, in OCI's image layout; none where there is none")
	flag.Parse()
	if err := build(*image, *folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func build(image, folder string) error {
	var index v1.ImageIndex = mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	var lists []v1.Image
	for _, architecture := range []string{"amd64", "arm64"} {
		program, err := compile(architecture)
		if err != nil {
			return err
		}
		built, err := imageOf(program, architecture)
		if err != nil {
			return err
		}
		list, err := contentsOf(program, built)
		if err != nil {
			return err
		}
		lists = append(lists, list)
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        built,
			Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: architecture}},
		})
	}
	digest, err := index.Digest()
	if err != nil {
		return err
	}
	if folder != "" {
		if err := write(folder, index, lists); err != nil {
			return err
		}
	}
	if image == "" {
		fmt.Println(digest)
		return nil
	}
	reference, err := push(image, index, lists)
	if err != nil {
		return err
	}
	fmt.Println(reference)
	return nil
}

func write(folder string, index v1.ImageIndex, lists []v1.Image) error {
	path, err := layout.Write(folder, index)
	if err != nil {
		return err
	}
	var all []error
	for _, list := range lists {
		all = append(all, path.AppendImage(list))
	}
	return errors.Join(all...)
}

// push gives the reference by which the image cannot be changed.
func push(image string, index v1.ImageIndex, lists []v1.Image) (string, error) {
	tag, err := name.ParseReference(image)
	if err != nil {
		return "", err
	}
	// As `docker login` and its kin leave it.
	auth := remote.WithAuthFromKeychain(authn.DefaultKeychain)
	if err := remote.WriteIndex(tag, index, auth); err != nil {
		return "", err
	}
	for _, list := range lists {
		digest, err := list.Digest()
		if err != nil {
			return "", err
		}
		if err := remote.Write(tag.Context().Digest(digest.String()), list, auth); err != nil {
			return "", err
		}
	}
	digest, err := index.Digest()
	return tag.Context().Digest(digest.String()).String(), err
}
