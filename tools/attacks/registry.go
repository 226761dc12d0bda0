package main

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// serveRegistry is as much of a registry as an engine needs to push and to pull: http, no password, and a tag that can be moved.
// Everything is a file below one directory, so that two of them can serve the same images.
func serveRegistry(flags *flag.FlagSet, args []string, stdout io.Writer) error {
	listen := flags.String("listen", "127.0.0.1:0", "")
	directory := flags.String("directory", "", "")
	if err := parse(flags, args); err != nil {
		return err
	}
	listener, err := listenOn(*listen, stdout)
	if err != nil {
		return err
	}
	return http.Serve(listener, registryIn(*directory))
}

type registry struct{ directory string }

func registryIn(directory string) http.Handler {
	r := registry{directory}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2/{$}", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /v2/{name}/blobs/uploads/{$}", func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("Location", request.URL.Path+"upload")
		w.WriteHeader(http.StatusAccepted)
	})
	mux.HandleFunc("PATCH /v2/{name}/blobs/uploads/upload", r.upload)
	mux.HandleFunc("PUT /v2/{name}/blobs/uploads/upload", r.finishUpload)
	mux.HandleFunc("GET /v2/{name}/blobs/{digest}", r.blob)
	mux.HandleFunc("PUT /v2/{name}/manifests/{reference}", r.putManifest)
	mux.HandleFunc("GET /v2/{name}/manifests/{reference}", r.manifest)
	return mux
}

// upload keeps one blob at a time under a name that says its content.
func (r registry) upload(w http.ResponseWriter, request *http.Request) {
	content, err := io.ReadAll(request.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	digest := digestOf(content)
	if err := os.WriteFile(r.file(digest), content, 0o644); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Location", request.URL.Path)
	w.Header().Set("Range", fmt.Sprintf("0-%d", len(content)-1))
	w.WriteHeader(http.StatusAccepted)
}

func (r registry) finishUpload(w http.ResponseWriter, request *http.Request) {
	digest := request.URL.Query().Get("digest")
	if _, err := os.Stat(r.file(digest)); err != nil {
		http.Error(w, "the blob came in several parts", http.StatusBadRequest)
		return
	}
	w.Header().Set("Docker-Content-Digest", digest)
	w.WriteHeader(http.StatusCreated)
}

func (r registry) blob(w http.ResponseWriter, request *http.Request) {
	digest := request.PathValue("digest")
	w.Header().Set("Docker-Content-Digest", digest)
	http.ServeFile(w, request, r.file(digest))
}

const manifestType = "application/vnd.docker.distribution.manifest.v2+json"

func (r registry) putManifest(w http.ResponseWriter, request *http.Request) {
	content, err := io.ReadAll(request.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	digest := digestOf(content)
	tag := r.file(request.PathValue("name") + "." + request.PathValue("reference"))
	for file, value := range map[string][]byte{r.file(digest): content, tag: []byte(digest)} {
		if err := os.WriteFile(file, value, 0o644); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.Header().Set("Docker-Content-Digest", digest)
	w.WriteHeader(http.StatusCreated)
}

func (r registry) manifest(w http.ResponseWriter, request *http.Request) {
	digest := request.PathValue("reference")
	if !strings.HasPrefix(digest, "sha256:") {
		content, err := os.ReadFile(r.file(request.PathValue("name") + "." + digest))
		if err != nil {
			http.NotFound(w, request)
			return
		}
		digest = string(content)
	}
	w.Header().Set("Content-Type", manifestType)
	w.Header().Set("Docker-Content-Digest", digest)
	http.ServeFile(w, request, r.file(digest))
}

var fileName = regexp.MustCompile(`[^a-zA-Z0-9._-]`)

func (r registry) file(name string) string {
	return filepath.Join(r.directory, fileName.ReplaceAllString(name, "-"))
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}
