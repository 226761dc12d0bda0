package binding

import (
	"encoding/json"
	"os"

	"agent/certificate"
)

const operatorFile = "/tmp/operator.json"

// Operator is the user of a server that the agent itself is: its password is made anew at each start, and no app ever has it.
type Operator struct {
	// Host is the name in the server's certificate.
	Host     string `json:"host"`
	Name     string `json:"name"`
	Password string `json:"password"`
	// Part of the service that it looks at, such as a bucket.
	Part string `json:"part"`
}

// NewOperator is one for this start of the server, which programs of the same container find again. No user of an app has its name: those end with a number.
func NewOperator(host, part string) (Operator, error) {
	operator := Operator{host, "operator", NewPassword(), part}
	content, err := json.Marshal(operator)
	if err != nil {
		return operator, err
	}
	return operator, certificate.Replace(operatorFile, content, private)
}

// CurrentOperator is the one of the server that runs.
func CurrentOperator() (Operator, error) {
	operator := Operator{}
	content, err := os.ReadFile(operatorFile)
	if err != nil {
		return operator, err
	}
	return operator, json.Unmarshal(content, &operator)
}
