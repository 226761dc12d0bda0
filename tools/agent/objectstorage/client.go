package objectstorage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"agent/binding"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

const patience = 5 * time.Second

// client sends signed requests of one user.
type client struct {
	// Address of the server, which may be another than the name in its certificate.
	address string
	// Host is that name.
	host      string
	accessKey string
	secretKey string
	transport http.RoundTripper
}

func newClient(address, host, accessKey, secretKey string) (client, error) {
	trust, err := binding.Trust(host)
	if err != nil {
		return client{}, err
	}
	return client{address, host, accessKey, secretKey, &http.Transport{TLSClientConfig: trust, DisableKeepAlives: true}}, nil
}

// operating is the operator's client in the server's own container.
func operating(operator binding.Operator) (client, error) {
	return newClient(net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), operator.Host, operator.Name, operator.Password)
}

// send wants one of the expected answers.
func (c client) send(method, path, query string, body []byte, expected ...int) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, "https://"+c.address+path+query, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Host = net.JoinHostPort(c.host, strconv.Itoa(port))
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	request.Header.Set("X-Amz-Content-Sha256", hash)
	credentials := aws.Credentials{AccessKeyID: c.accessKey, SecretAccessKey: c.secretKey}
	if err := v4.NewSigner().SignHTTP(ctx, credentials, request, hash, "s3", region, time.Now()); err != nil {
		return err
	}
	answer, err := c.transport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	for _, status := range expected {
		if answer.StatusCode == status {
			return nil
		}
	}
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<10))
	return fmt.Errorf("%s %s%s: %s %s", method, path, query, answer.Status, binding.FirstLine(string(said)))
}
