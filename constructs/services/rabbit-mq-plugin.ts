/** A type of exchange that RabbitMQ brings and does not load by itself. */
export class RabbitMqPlugin {
  /** `x-consistent-hash`: messages of one key go to one queue. */
  static consistentHashExchange(): RabbitMqPlugin {
    return new RabbitMqPlugin('rabbitmq_consistent_hash_exchange');
  }

  /** `x-random`: each message goes to any one queue. */
  static randomExchange(): RabbitMqPlugin {
    return new RabbitMqPlugin('rabbitmq_random_exchange');
  }

  /** `x-recent-history`: a new queue gets the last messages first. */
  static recentHistoryExchange(): RabbitMqPlugin {
    return new RabbitMqPlugin('rabbitmq_recent_history_exchange');
  }

  /** `x-jms-topic`: selectors of JMS. */
  static jmsTopicExchange(): RabbitMqPlugin {
    return new RabbitMqPlugin('rabbitmq_jms_topic_exchange');
  }

  private constructor(
    /** As the server calls it. */
    readonly name: string,
  ) {}
}
