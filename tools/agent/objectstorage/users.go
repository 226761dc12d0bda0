package objectstorage

import (
	"encoding/json"
	"errors"
	"maps"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"

	"agent/binding"
	"agent/certificate"
)

const accountsDirectory = "/tmp/accounts"

// account is what versitygw knows of a user. To check a signature it needs the key itself: no digest would do.
type account struct {
	Access string `json:"access"`
	Secret string `json:"secret"`
	Role   string `json:"role"`
}

// writeAccounts is the whole list: the server reads it at every request, so that who is not in it is shut out at once.
func writeAccounts(users map[string]string) error {
	accounts := map[string]account{}
	for name, secret := range users {
		accounts[name] = account{Access: name, Secret: secret, Role: "user"}
	}
	content, err := json.Marshal(map[string]any{"accessAccounts": accounts})
	if err != nil {
		return err
	}
	return certificate.Replace(filepath.Join(accountsDirectory, "users.json"), content, 0o600)
}

// What a user does with objects. It changes neither who may do so, nor the bucket.
var (
	ofBucket = []string{"s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"}
	ofObject = []string{
		"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectTagging", "s3:GetObject", "s3:GetObjectAttributes", "s3:GetObjectTagging",
		"s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging",
	}
)

type statement struct {
	Effect    string              `json:"Effect"`
	Principal map[string][]string `json:"Principal"`
	Action    []string            `json:"Action"`
	Resource  string              `json:"Resource"`
}

// policy lets users work with the objects of a bucket.
func policy(bucket string, users []string) ([]byte, error) {
	principal := map[string][]string{"AWS": users}
	return json.Marshal(map[string]any{
		"Version": "2012-10-17",
		"Statement": []statement{
			{"Allow", principal, ofBucket, "arn:aws:s3:::" + bucket},
			{"Allow", principal, ofObject, "arn:aws:s3:::" + bucket + "/*"},
		},
	})
}

// change makes the buckets, and lets each have the users that it is to have. A bucket whose app is gone stays: it is data.
func change(operator binding.Operator, partition binding.Partition, users map[string]string) error {
	if err := writeAccounts(users); err != nil {
		return err
	}
	server, err := operating(operator)
	if err != nil {
		return err
	}
	buckets := partition.Split(users)
	for _, bucket := range slices.Sorted(maps.Keys(buckets)) {
		// It is there already, and the operator's own.
		if err := server.send(http.MethodPut, "/"+bucket, "", nil, http.StatusOK, http.StatusConflict); err != nil {
			return err
		}
		if err := allow(server, bucket, buckets[bucket]); err != nil {
			return err
		}
	}
	return nil
}

func allow(server client, bucket string, users []string) error {
	if len(users) == 0 {
		return server.send(http.MethodDelete, "/"+bucket, "?policy=", nil, http.StatusNoContent, http.StatusNotFound)
	}
	document, err := policy(bucket, users)
	if err != nil {
		return err
	}
	return server.send(http.MethodPut, "/"+bucket, "?policy=", document, http.StatusOK, http.StatusNoContent)
}

// Kind is a binding to a bucket.
var Kind = binding.Kind{
	Binding: binding.Binding{
		Type: "s3", Provider: "versitygw", Scheme: "s3", DatabaseFile: "bucket", Query: "region=" + region,
		More: func(bound binding.Binding, password string) map[string]string {
			return map[string]string{
				"access-key-id": bound.Username, "secret-access-key": password, "region": region,
				"endpoint": "https://" + net.JoinHostPort(bound.Host, strconv.Itoa(bound.Port)),
			}
		},
	},
	Verifier: func(password string) (string, error) { return password, nil },
	Login:    login,
}

// login lists the bucket, as the app will.
func login(bound binding.Binding, password string) error {
	if bound.Database == "" {
		return errors.New("it needs a bucket")
	}
	user, err := newClient(net.JoinHostPort(bound.Host, strconv.Itoa(bound.Port)), bound.Host, bound.Username, password)
	if err != nil {
		return err
	}
	return user.send(http.MethodGet, "/"+bound.Database, "?list-type=2&max-keys=1", nil, http.StatusOK)
}
