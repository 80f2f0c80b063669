using Nights.TestServers;

// Each starts when the first test asks for it and is gone after the last.
[assembly: AssemblyFixture(typeof(RabbitMqBroker))]
[assembly: AssemblyFixture(typeof(S3Server))]
