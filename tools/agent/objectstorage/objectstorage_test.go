package objectstorage

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"agent/binding"
)

func TestAPolicyLetsUsersWorkWithObjectsAlone(t *testing.T) {
	content, err := policy("files", []string{"desk-1", "shop-1"})
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct{ Statement []statement }
	if err := json.Unmarshal(content, &parsed); err != nil {
		t.Fatal(err)
	}
	for index, resource := range []string{"arn:aws:s3:::files", "arn:aws:s3:::files/*"} {
		got := parsed.Statement[index]
		if got.Resource != resource || got.Effect != "Allow" || !slices.Equal(got.Principal["AWS"], []string{"desk-1", "shop-1"}) {
			t.Errorf("%+v", got)
		}
		for _, action := range got.Action {
			if strings.HasSuffix(action, "*") || strings.Contains(action, "Policy") || strings.Contains(action, "Acl") || strings.Contains(action, "DeleteBucket") {
				t.Errorf("%s: %s", resource, action)
			}
		}
	}
}

// server answers as told, and keeps what it was asked.
func server(t *testing.T, status int) (client, *[]string) {
	t.Helper()
	asked := &[]string{}
	listener := httptest.NewTLSServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		*asked = append(*asked, request.Method+" "+request.URL.RequestURI()+" "+string(body))
		if !strings.HasPrefix(request.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=operator/") || request.Host != "files:7070" {
			status = http.StatusForbidden
		}
		answer.WriteHeader(status)
		_, _ = answer.Write([]byte("<Error>told</Error>"))
	}))
	t.Cleanup(listener.Close)
	return client{strings.TrimPrefix(listener.URL, "https://"), "files", "operator", "key", listener.Client().Transport}, asked
}

func TestRequestsAreSigned(t *testing.T) {
	signed, asked := server(t, http.StatusOK)
	if err := signed.send(http.MethodPut, "/files", "", []byte("body"), http.StatusOK); err != nil {
		t.Error(err)
	}
	if !slices.Equal(*asked, []string{"PUT /files body"}) {
		t.Errorf("%v", *asked)
	}
	refused, _ := server(t, http.StatusForbidden)
	if err := refused.send(http.MethodGet, "/", "", nil, http.StatusOK); err == nil || !strings.Contains(err.Error(), "403 Forbidden <Error>told") {
		t.Errorf("%v", err)
	}
}

func TestABucketWithoutUsersHasNoPolicy(t *testing.T) {
	empty, asked := server(t, http.StatusNoContent)
	if err := allow(empty, "files", nil); err != nil || !strings.HasPrefix((*asked)[0], "DELETE /files?policy=") {
		t.Errorf("%v, %v", *asked, err)
	}
	if err := allow(empty, "files", []string{"shop-1"}); err != nil || !strings.HasPrefix((*asked)[1], "PUT /files?policy=") || !strings.Contains((*asked)[1], `"shop-1"`) {
		t.Errorf("%v, %v", *asked, err)
	}
}

func TestTheBindingHasWhatClientsAskFor(t *testing.T) {
	bound := Kind.Binding
	bound.Host, bound.Port, bound.Username, bound.Database = "files", port, "shop-1", "files"
	more := bound.More(bound, "key")
	if more["endpoint"] != "https://files:7070" || more["access-key-id"] != "shop-1" || more["secret-access-key"] != "key" || more["region"] != region {
		t.Errorf("%v", more)
	}
	if got := bound.URI("key"); got != "s3://shop-1:key@files:7070/files?region=us-east-1" {
		t.Error(got)
	}
	if err := login(binding.Binding{Host: "files"}, "key"); err == nil {
		t.Error("no bucket is needed")
	}
}
