package rabbitmq

import (
	"net"
	"net/url"
	"strconv"

	"agent/binding"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Kind is a binding to RabbitMQ.
var Kind = binding.Kind{
	Binding:  binding.Binding{Type: "rabbitmq", Provider: "rabbitmq", Scheme: "amqps", DatabaseFile: "virtual-host"},
	Verifier: Verifier,
	Login: func(bound binding.Binding, password string) error {
		return ask(bound.Host, bound.Host, bound.Port, bound.Username, password, bound.Database)
	},
}

// ask logs in, and asks whether an exchange is there that every virtual host has.
func ask(address, host string, port int, username, password, virtualHost string) error {
	trust, err := binding.Trust(host)
	if err != nil {
		return err
	}
	place := url.URL{Scheme: "amqps", Host: net.JoinHostPort(address, strconv.Itoa(port)), Path: virtualHost}
	connection, err := amqp.DialConfig(place.String(), amqp.Config{
		SASL:            []amqp.Authentication{&amqp.PlainAuth{Username: username, Password: password}},
		TLSClientConfig: trust,
		Dial:            amqp.DefaultDial(patience),
	})
	if err != nil {
		return err
	}
	defer connection.Close()
	channel, err := connection.Channel()
	if err != nil {
		return err
	}
	return channel.ExchangeDeclarePassive("amq.direct", "direct", true, false, false, false, nil)
}
