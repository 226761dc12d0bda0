package acme

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/crypto/acme"
)

const (
	token = "Zm9vYmFyLXRva2VuLWZvci10ZXN0cw"
	nonce = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
)

func TestSummary(t *testing.T) {
	limited := &acme.Error{
		StatusCode: 429, ProblemType: "urn:ietf:params:acme:error:rateLimited", Detail: "too many, see " + nonce,
		Header: http.Header{"Retry-After": {"7200"}, "Replay-Nonce": {nonce}},
	}
	unauthorized := &acme.Error{
		StatusCode: 403, ProblemType: "urn:ietf:params:acme:error:unauthorized",
		Detail: "http://shop.test/.well-known/acme-challenge/" + token + ": \x1b[31m404\nand more",
	}
	for _, test := range []struct {
		name string
		err  error
		says []string
	}{
		{"a refusal", limited, []string{"ERROR: An error occurred while asking the server (Status 429)", "urn:ietf:params:acme:error:rateLimited: too many, see …", "Retry-After: 7200"}},
		{
			"a challenge", &acme.AuthorizationError{Identifier: "shop.test", Errors: []error{unauthorized}},
			[]string{"ERROR: Challenge is invalid for shop.test", "(Status 403)", "http://shop.test/.well-known/acme-challenge/…: [31m404", "and more"},
		},
		{"an order", &acme.OrderError{OrderURL: "https://acme.test/order/" + nonce, Status: "invalid", Problem: unauthorized}, []string{"ERROR: ", "(Status 403)"}},
		{"an order without a reason", &acme.OrderError{OrderURL: "https://acme.test/order/" + nonce, Status: "invalid"}, []string{"ERROR: acme: order https://acme.test/order/… status: invalid"}},
		{"no connection", &url.Error{Op: "Get", URL: "https://acme.test/dir", Err: errors.New("connection refused")}, []string{"ERROR: Problem connecting to server: Get \"https://acme.test/dir\": connection refused"}},
		{"no end", context.DeadlineExceeded, []string{"ERROR: the attempt timed out after 12m0s"}},
		{"anything else", errors.New("disk full"), []string{"  ERROR: disk full\n"}},
		{"several hosts", &acme.Error{StatusCode: 400, Subproblems: []acme.Subproblem{{Type: "a", Detail: "b"}, {Type: "c", Detail: "d"}}}, []string{"a: b", "c: d"}},
	} {
		said := summarizeError(test.err)
		for _, says := range test.says {
			if !strings.Contains(said, says) {
				t.Errorf("%s: %q does not contain %q", test.name, said, says)
			}
		}
		for _, secret := range []string{token, nonce, "\x1b"} {
			if strings.Contains(said, secret) {
				t.Errorf("%s: %q contains %q", test.name, said, secret)
			}
		}
	}
}

func FuzzSummary(f *testing.F) {
	f.Add("detail \x1b[2J\r\n/.well-known/acme-challenge/" + token)
	f.Add(strings.Repeat("a line\n", 50) + strings.Repeat("ü", 2000))
	f.Fuzz(func(t *testing.T, detail string) {
		said := summarizeError(&acme.Error{StatusCode: 500, Detail: detail})
		if !utf8.ValidString(said) || strings.ContainsAny(said, "\x00\x07\b\x1b\r\x7f\u009b") || longWord.MatchString(said) {
			t.Errorf("says %q", said)
		}
		lines := strings.Split(strings.TrimSuffix(said, "\n"), "\n")
		if len(lines) > mostLines {
			t.Errorf("%d lines", len(lines))
		}
		for _, line := range lines {
			if !strings.HasPrefix(line, "  ") || utf8.RuneCountInString(line) > mostCharacters+2 {
				t.Errorf("line %q", line)
			}
		}
	})
}
