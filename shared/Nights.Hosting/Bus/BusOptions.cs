using Microsoft.Extensions.Options;

namespace Nights.Hosting.Bus;

/// <summary>How messages travel.</summary>
public enum BusKind
{
    /// <summary>Nothing was configured: the process does not start.</summary>
    Unset,

    /// <summary>Inside this process; what is under way when it ends is announced again by the sweep.</summary>
    Memory,

    /// <summary>Over a RabbitMQ broker: quorum queues, publisher confirms.</summary>
    RabbitMq,
}

/// <summary>Section "Bus".</summary>
public sealed class BusOptions
{
    public const string Section = "Bus";

    /// <summary>"memory" or "rabbitmq". No default.</summary>
    public BusKind Kind { get; init; }

    /// <summary>rabbitmq: the broker and virtual host, e.g. amqp://broker:5672/nights, amqps:// for TLS.</summary>
    public Uri? Uri { get; init; }

    /// <summary>rabbitmq: from the environment, Bus__UserName; or in the address.</summary>
    public string? UserName { get; init; }

    /// <summary>rabbitmq: from the environment, Bus__Password; or in the address.</summary>
    public string? Password { get; init; }

    /// <summary>How long a publish waits for the broker's confirmation before it fails.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a message for which no queue exists yet is published again. On a fresh broker the queue appears when the first of its
    /// consumers starts; until then nothing may be taken for delivered.
    /// </summary>
    public TimeSpan RoutedWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>User and password, from the settings or else from the address; null when there are none.</summary>
    internal (string User, string Password)? Credentials()
    {
        if (UserName is { Length: > 0 } user && Password is { Length: > 0 } password) return (user, password);
        var inAddress = Uri?.UserInfo.Split(':', 2) ?? [];
        return inAddress is [{ Length: > 0 } name, { Length: > 0 } word]
            ? (System.Uri.UnescapeDataString(name), System.Uri.UnescapeDataString(word))
            : null;
    }
}

/// <summary>Says which setting is missing and how to give it.</summary>
internal sealed class ValidateBusOptions : IValidateOptions<BusOptions>
{
    public ValidateOptionsResult Validate(string? name, BusOptions options) => options switch
    {
        { Kind: BusKind.Unset } => ValidateOptionsResult.Fail("Bus:Kind is not set; set Bus__Kind to memory or rabbitmq."),
        { Kind: BusKind.RabbitMq, Uri: null } => ValidateOptionsResult.Fail("Bus:Uri is not set; set Bus__Uri, e.g. amqp://broker:5672/nights."),
        { Kind: BusKind.RabbitMq, Uri: { } uri } when uri.Scheme is not ("amqp" or "amqps") =>
            ValidateOptionsResult.Fail($"Bus:Uri begins with '{uri.Scheme}'; amqp:// and amqps:// are possible."),
        { Kind: BusKind.RabbitMq } when options.Credentials() is null =>
            ValidateOptionsResult.Fail("The broker's user is not set; set Bus__UserName and Bus__Password."),
        { Kind: BusKind.RabbitMq, Uri.IsLoopback: false } when options.Credentials() is ("guest", "guest") =>
            ValidateOptionsResult.Fail("The broker's user is guest with its default password; make a user of its own and set Bus__UserName and Bus__Password."),
        _ => ValidateOptionsResult.Success,
    };
}
