namespace Nights.TestServers;

/// <summary>
/// A real RabbitMQ for the test run: NIGHTS_TEST_RABBITMQ (an amqp address with user and password) when set, else a private node of the
/// installed server with its own port mapper, started when the first test asks.
/// </summary>
public sealed class RabbitMqBroker : IAsyncDisposable
{
    private readonly Lazy<Task<Uri>> address;
    private ScratchFolder? folder;

    public RabbitMqBroker()
        : this(Environment.GetEnvironmentVariable("NIGHTS_TEST_RABBITMQ") ?? "")
    {
    }

    private RabbitMqBroker(string given) => address = new Lazy<Task<Uri>>(() => given is "" ? Start() : Task.FromResult(new Uri(given)));

    /// <summary>Address with user and password.</summary>
    public Task<Uri> Address() => address.Value;

    /// <summary>A broker that has never seen a queue, whatever the environment says. To be disposed by the caller.</summary>
    public static RabbitMqBroker Fresh() => new("");

    /// <summary>The settings of section "Bus" that lead here.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> Settings() => new Dictionary<string, string?>
    {
        ["Bus:Kind"] = "rabbitmq",
        ["Bus:Uri"] = (await Address()).ToString(),
    };

    public async ValueTask DisposeAsync()
    {
        if (folder is not null) await folder.DisposeAsync();
    }

    private async Task<Uri> Start()
    {
        const string packages = "rabbitmq-server";
        var server = Installed.Find("rabbitmq-server", packages, [.. Installed.Folders("/usr/lib/rabbitmq/lib", "rabbitmq_server-*", "sbin"), "/usr/lib/rabbitmq/bin"]);
        var mapper = Installed.Find("epmd", packages, Installed.Folders("/usr/lib/erlang", "erts-*", "bin"));
        folder = ScratchFolder.Create("rabbitmq");
        var (port, mapperPort, nodePort) = (Loopback.FreePort(), Loopback.FreePort(), Loopback.FreePort());

        await File.WriteAllTextAsync(folder["rabbitmq.conf"], $"""
            listeners.tcp.local = 127.0.0.1:{port}
            default_user = nights
            default_pass = nights-test
            disk_free_limit.absolute = 50MB
            vm_memory_high_watermark.absolute = 1GB

            """);
        await File.WriteAllTextAsync(folder["enabled_plugins"], "[].\n");

        // Our own port mapper: the one a node starts by itself would outlive it.
        var epmd = ServerProcess.Start(folder, mapper, ["-port", $"{mapperPort}", "-address", "127.0.0.1"]);
        await Loopback.Accepting(mapperPort, epmd, "epmd", TimeSpan.FromSeconds(10));
        var node = ServerProcess.Start(folder, server, [], environment: new Dictionary<string, string?>
        {
            ["HOME"] = folder.Path,   // the node's cookie lies there
            ["RABBITMQ_NODENAME"] = $"nights{port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{port}",
            ["RABBITMQ_DIST_PORT"] = $"{nodePort}",
            ["RABBITMQ_MNESIA_BASE"] = folder["mnesia"],
            ["RABBITMQ_LOG_BASE"] = folder["log"],
            ["RABBITMQ_CONFIG_FILE"] = folder["rabbitmq.conf"],
            ["RABBITMQ_CONF_ENV_FILE"] = folder["none"],
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = folder["enabled_plugins"],
            ["RABBITMQ_PID_FILE"] = folder["pid"],
            ["RABBITMQ_FEATURE_FLAGS_FILE"] = folder["feature_flags"],
            ["RABBITMQ_GENERATED_CONFIG_DIR"] = folder["generated"],
            ["RABBITMQ_SCHEMA_DIR"] = folder["schema"],
            ["ERL_EPMD_PORT"] = $"{mapperPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        });
        await Loopback.Accepting(port, node, "RabbitMQ", TimeSpan.FromSeconds(90));
        return new Uri($"amqp://nights:nights-test@127.0.0.1:{port}");
    }
}
