package binding

import (
	"fmt"
	"strings"
)

// Partition says which part of a service a user works in, such as a bucket: one that all apps share, or one for each app.
type Partition struct {
	service string
	perApp  bool
}

// ParsePartition takes it from an argument: `shared` or `per-app`.
func ParsePartition(service, argument string) (Partition, error) {
	if argument != "shared" && argument != "per-app" {
		return Partition{}, fmt.Errorf("partition %q must be shared or per-app", argument)
	}
	return Partition{service, argument == "per-app"}, nil
}

// Of is the name of a user's part. A user is named by the app and the number of its credentials.
func (p Partition) Of(user string) string {
	end := strings.LastIndex(user, "-")
	if !p.perApp || end < 0 {
		return p.service
	}
	return p.service + "-" + user[:end]
}

// Split tells which users each part has. The part that all share is there before any app uses it.
func (p Partition) Split(users map[string]string) map[string][]string {
	parts := map[string][]string{}
	if !p.perApp {
		parts[p.service] = []string{}
	}
	for _, user := range Names(users) {
		parts[p.Of(user)] = append(parts[p.Of(user)], user)
	}
	return parts
}
