package main

import (
	"bytes"
	"debug/buildinfo"
	"runtime/debug"

	cyclonedx "github.com/CycloneDX/cyclonedx-go"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

const listType = types.MediaType("application/vnd.cyclonedx+json")

// contentsOf is the list of what an image is made of (SBOM), which refers to it: what the compiler wrote into the program.
func contentsOf(content []byte, image v1.Image) (v1.Image, error) {
	info, err := buildinfo.Read(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	var list bytes.Buffer
	encoder := cyclonedx.NewBOMEncoder(&list, cyclonedx.BOMFileFormatJSON)
	if err := encoder.SetPretty(true).Encode(listOf(info)); err != nil {
		return nil, err
	}
	subject, err := partial.Descriptor(image)
	if err != nil {
		return nil, err
	}
	base := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), listType)
	filled, err := mutate.AppendLayers(base, static.NewLayer(list.Bytes(), listType))
	if err != nil {
		return nil, err
	}
	// Size and digest are all that refers to it.
	return mutate.Subject(filled, v1.Descriptor{
		MediaType: subject.MediaType, Size: subject.Size, Digest: subject.Digest,
	}).(v1.Image), nil
}

func listOf(info *debug.BuildInfo) *cyclonedx.BOM {
	components := []cyclonedx.Component{{
		Type: cyclonedx.ComponentTypeLibrary, Name: "std", Version: info.GoVersion,
		PackageURL: "pkg:golang/std@" + info.GoVersion[len("go"):],
	}}
	for _, module := range info.Deps {
		components = append(components, cyclonedx.Component{
			Type: cyclonedx.ComponentTypeLibrary, Name: module.Path, Version: module.Version,
			PackageURL: "pkg:golang/" + module.Path + "@" + module.Version,
		})
	}
	list := cyclonedx.NewBOM()
	list.Metadata = &cyclonedx.Metadata{
		Component: &cyclonedx.Component{Type: cyclonedx.ComponentTypeApplication, Name: program},
	}
	list.Components = &components
	return list
}
