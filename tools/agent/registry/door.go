package registry

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

const realm = `Basic realm="registry"`

// door lets users in: one reads, the other one writes as well, and what is there is removed from inside alone.
type door struct {
	users   users
	gate    *gate
	backend http.Handler
	output  io.Writer
}

func newDoor(known users, gate *gate, transport http.RoundTripper, output io.Writer) http.Handler {
	backend := &httputil.ReverseProxy{
		Transport: transport,
		// Layers are large, and go on as they come.
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0),
		Rewrite: func(request *httputil.ProxyRequest) {
			request.SetURL(&url.URL{Scheme: "http", Host: request.In.Host})
			request.Out.Host = request.In.Host
			// The registry knows no users.
			request.Out.Header.Del("Authorization")
		},
	}
	return door{known, gate, backend, output}
}

func (d door) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	response.Header().Set("Docker-Distribution-Api-Version", "registry/2.0")
	name, password, isGiven := request.BasicAuth()
	if !isGiven || !d.users.know(name, password) {
		if isGiven {
			fmt.Fprintf(d.output, "refused: a wrong user or password from %s\n", request.RemoteAddr)
		}
		response.Header().Set("WWW-Authenticate", realm)
		refuse(response, http.StatusUnauthorized, "UNAUTHORIZED", "a user of the registry and its password are needed")
		return
	}
	if isReading(request) {
		d.backend.ServeHTTP(response, request)
		return
	}
	if name != pushUser || request.Method == http.MethodDelete {
		fmt.Fprintf(d.output, "refused: %s by user %s\n", request.Method, name)
		refuse(response, http.StatusForbidden, "DENIED", "user "+name+" may not do that")
		return
	}
	if err := d.gate.enter(request.Context()); err != nil {
		return
	}
	defer d.gate.leave()
	if request.Method == http.MethodPut && strings.Contains(request.URL.Path, "/manifests/") {
		fmt.Fprintf(d.output, "pushed: %q from %s\n", request.URL.Path, request.RemoteAddr)
	}
	d.backend.ServeHTTP(response, request)
}

func isReading(request *http.Request) bool {
	return request.Method == http.MethodGet || request.Method == http.MethodHead
}

// refuse answers in the form that clients of registries read.
func refuse(response http.ResponseWriter, status int, code, message string) {
	response.Header().Set("Content-Type", "application/json")
	response.WriteHeader(status)
	fmt.Fprintf(response, `{"errors":[{"code":%q,"message":%q}]}`+"\n", code, message)
}
