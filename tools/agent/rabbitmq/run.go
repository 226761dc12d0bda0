// Package rabbitmq runs RabbitMQ by TLS alone, on a volume of its own, for the users that are declared.
package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"agent/binding"
	"agent/certificate"
	"agent/process"
)

const (
	port           = 5671
	managementPort = 15672

	programs = "/usr/lib/rabbitmq/bin"
	volume   = "/data"
	// The data directory is named after the node, and a container's own name is another one each time.
	node = "rabbit@localhost"

	home            = "/tmp/home"
	configFile      = "/tmp/rabbitmq.conf"
	definitionsFile = "/tmp/definitions.json"
	pluginsFile     = "/tmp/enabled_plugins"
)

var (
	dataDirectory = filepath.Join(volume, "rabbitmq")
	tlsDirectory  = filepath.Join(volume, "tls")
)

// options are what the declaration says.
type options struct {
	partition binding.Partition
	// Lines of the configuration, such as `heartbeat = 30`.
	settings []string
	plugins  []string
}

// parse takes PARTITION [PLUGIN|SETTING=VALUE]...
func parse(host string, arguments []string) (options, error) {
	partition, err := binding.ParsePartition(host, arguments[0])
	parsed := options{partition: partition}
	for _, argument := range arguments[1:] {
		if name, value, isSetting := strings.Cut(argument, "="); isSetting {
			parsed.settings = append(parsed.settings, name+" = "+value)
		} else {
			parsed.plugins = append(parsed.plugins, argument)
		}
	}
	return parsed, err
}

// Run starts the server, and keeps its users and virtual hosts as they are declared. It ends as the server does.
func Run(host string, arguments []string) error {
	signals := process.Signals()
	declared, err := parse(host, arguments)
	if err != nil {
		return err
	}
	for _, directory := range []string{dataDirectory, home} {
		if err := os.MkdirAll(directory, 0o700); err != nil {
			return err
		}
	}
	authority := binding.Authority{Directory: tlsDirectory, Public: binding.AuthorityFile, Host: host, Output: os.Stdout}
	if err := authority.Keep(time.Now()); err != nil {
		return err
	}
	operator, err := binding.NewOperator(host, "operator")
	if err != nil {
		return err
	}
	first, err := definitions(operator, declared.partition, nil)
	if err != nil {
		return err
	}
	for file, content := range map[string]string{
		configFile:      configuration(authority, declared.settings),
		definitionsFile: string(first),
		pluginsFile:     fmt.Sprintf("[%s].\n", strings.Join(append([]string{"rabbitmq_management"}, declared.plugins...), ",")),
	} {
		if err := certificate.Replace(file, []byte(content), 0o600); err != nil {
			return err
		}
	}
	server := exec.Command(filepath.Join(programs, "rabbitmq-server"))
	server.Env = environment()
	if err := process.Start(server); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go binding.KeepUsers(ctx, func(users map[string]string) error { return change(operator, declared.partition, users) })
	// The server looks at its certificate every two minutes itself.
	go authority.Renew(ctx, func() error { return nil })
	return process.Supervise(server, signals)
}

// environment keeps all that the server writes in the volume, and all between its programs in the container.
func environment() []string {
	return append(os.Environ(),
		"HOME="+home, "RABBITMQ_NODENAME="+node, "RABBITMQ_MNESIA_BASE="+dataDirectory, "RABBITMQ_CONFIG_FILE="+configFile,
		"RABBITMQ_GENERATED_CONFIG_DIR=/tmp/generated", "RABBITMQ_ENABLED_PLUGINS_FILE="+pluginsFile, "RABBITMQ_PID_FILE=/tmp/rabbitmq.pid",
		"RABBITMQ_LOGS=-", "RABBITMQ_LOG_BASE=/tmp", "ERL_CRASH_DUMP=/dev/null", "ERL_EPMD_ADDRESS=127.0.0.1",
		// Threads that wait would spin, and use up the container's share of the processor.
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",
		"RABBITMQ_CTL_ERL_ARGS=+S 1:1 +sbwt none")
}

func configuration(authority binding.Authority, settings []string) string {
	return strings.Join(append([]string{
		"listeners.tcp = none",
		fmt.Sprintf("listeners.ssl.default = %d", port),
		"ssl_options.certfile = " + authority.Bundle(),
		"ssl_options.keyfile = " + authority.Bundle(),
		"ssl_options.verify = verify_none",
		"ssl_options.versions.1 = tlsv1.3",
		"ssl_options.versions.2 = tlsv1.2",
		"load_definitions = " + definitionsFile,
		// Only the agent works with this one.
		"management.tcp.ip = 127.0.0.1",
		fmt.Sprintf("management.tcp.port = %d", managementPort),
		"management_agent.disable_metrics_collector = true",
		"loopback_users.operator = true",
		"log.console.level = warning",
	}, settings...), "\n") + "\n"
}

// Check logs in as a user, and asks for an answer.
func Check() error {
	operator, err := binding.CurrentOperator()
	if err != nil {
		return err
	}
	return ask("127.0.0.1", operator.Host, port, operator.Name, operator.Password, operator.Part)
}

// Connect becomes the server's command line, as its operator: only who may run a program in the container gets there.
func Connect(words []string) error {
	if len(words) == 0 {
		return errors.New("it needs a command of rabbitmqctl, such as list_queues")
	}
	client := exec.Command(filepath.Join(programs, "rabbitmqctl"), words...)
	client.Env, client.Stdin = environment(), os.Stdin
	signals := process.Signals()
	if err := process.Start(client); err != nil {
		return err
	}
	return process.Supervise(client, signals)
}
