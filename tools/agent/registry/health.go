package registry

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"time"
)

const healthPatience = 5 * time.Second

// Check asks the registry, and its door, for an answer.
func Check() error {
	backend := http.Client{Transport: overSocket(backendSocket), Timeout: healthPatience}
	if err := expect(&backend, "http://registry/v2/", http.StatusOK); err != nil {
		return err
	}
	// It is asked who it is by those who do not know: here it is this container.
	door := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, Timeout: healthPatience}
	return expect(&door, "https://127.0.0.1"+address+"/v2/", http.StatusUnauthorized)
}

func expect(client *http.Client, url string, status int) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != status {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}
