module agent

go 1.26.0

require (
	github.com/adhocore/gronx v1.20.4
	github.com/aws/aws-sdk-go-v2 v1.45.1
	github.com/rabbitmq/amqp091-go v1.14.0
	golang.org/x/crypto v0.59.0
)

require github.com/aws/smithy-go v1.28.1 // indirect
