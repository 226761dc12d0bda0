package main

import (
	"os"

	"agent/binding"
	"agent/exporter"
	"agent/memcached"
	"agent/nats"
	"agent/objectstorage"
	"agent/pgbouncer"
	"agent/rabbitmq"
)

func runPgbouncer(arguments []string) error {
	config, err := pgbouncer.ReadConfig(arguments)
	if err != nil {
		return argumentError{err}
	}
	return pgbouncer.Run(config)
}

func checkPgbouncer([]string) error {
	return pgbouncer.Check()
}

func runRabbitmq(arguments []string) error {
	return rabbitmq.Run(arguments[0], arguments[1:])
}

func checkRabbitmq([]string) error {
	return rabbitmq.Check()
}

func connectRabbitmq(arguments []string) error {
	return rabbitmq.Connect(arguments[1:])
}

func bindRabbitmq(arguments []string) error {
	return binding.Create(rabbitmq.Kind, arguments, os.Stdout)
}

func runNats(arguments []string) error {
	return nats.Run(arguments[0], arguments[1:])
}

func checkNats([]string) error {
	return nats.Check()
}

func bindNats(arguments []string) error {
	return binding.Create(nats.Kind, arguments, os.Stdout)
}

func runMemcached(arguments []string) error {
	return memcached.Run(arguments[0], arguments[1:])
}

func checkMemcached([]string) error {
	return memcached.Check()
}

func bindMemcached(arguments []string) error {
	return binding.Create(memcached.Kind, arguments, os.Stdout)
}

func runObjectStorage(arguments []string) error {
	return objectstorage.Run(arguments[0], arguments[1:])
}

func checkObjectStorage([]string) error {
	return objectstorage.Check()
}

func bindObjectStorage(arguments []string) error {
	return binding.Create(objectstorage.Kind, arguments, os.Stdout)
}

func generateCredentials(arguments []string) error {
	return binding.Generated(arguments, os.Stdout)
}

func runExporter(arguments []string) error {
	return exporter.Run(arguments[0], arguments[1], arguments[2])
}

func checkExporter([]string) error {
	return exporter.Check()
}
