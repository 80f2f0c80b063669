using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Objects;

/// <summary>Which object store a process uses.</summary>
public enum ObjectStoreKind
{
    /// <summary>Nothing was configured: the process does not start.</summary>
    Unset,

    /// <summary>A folder on this machine.</summary>
    Disk,

    /// <summary>An S3 bucket, of AWS or of any server that honours conditional writes.</summary>
    S3,
}

/// <summary>Section "Objects". Where pictures, manifests, snapshots, checkpoints and models are kept.</summary>
public sealed class ObjectOptions
{
    public const string Section = "Objects";

    /// <summary>"disk" or "s3". No default.</summary>
    public ObjectStoreKind Kind { get; init; }

    /// <summary>disk: the folder, made when it is missing.</summary>
    public string? Folder { get; init; }

    /// <summary>disk: wait until the bytes are on the platter. Off by default: content is checked by its hash when it is read.</summary>
    public bool Fsync { get; init; }

    /// <summary>s3: address of the server, e.g. http://objects:8333. Empty means AWS itself.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>s3: the bucket; made at the start when it is missing and the key may do so.</summary>
    public string? Bucket { get; init; }

    /// <summary>s3: from the environment, Objects__AccessKey.</summary>
    public string? AccessKey { get; init; }

    /// <summary>s3: from the environment, Objects__SecretKey.</summary>
    public string? SecretKey { get; init; }

    /// <summary>s3: the region that signatures name.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>s3: content from this size on is uploaded in parts, in bytes.</summary>
    [Range(5 << 20, 1 << 30)]
    public int MultipartFrom { get; init; } = 64 << 20;

    /// <summary>s3: how often a request that met a busy or failing server is tried again.</summary>
    [Range(0, 20)]
    public int Retries { get; init; } = 5;
}

/// <summary>Says which setting is missing and how to give it.</summary>
internal sealed class ValidateObjectOptions : IValidateOptions<ObjectOptions>
{
    public ValidateOptionsResult Validate(string? name, ObjectOptions options)
    {
        var faults = options.Kind switch
        {
            ObjectStoreKind.Unset => ["Objects:Kind is not set; set Objects__Kind to disk or s3."],
            ObjectStoreKind.Disk => Missing(("Objects:Folder", options.Folder)),
            ObjectStoreKind.S3 => Missing(
                ("Objects:Bucket", options.Bucket), ("Objects:AccessKey", options.AccessKey), ("Objects:SecretKey", options.SecretKey)),
            var unknown => [$"Objects:Kind is {unknown}; disk and s3 are possible."],
        };
        if (options.MultipartFrom is < 5 << 20 or > 1 << 30)
            faults.Add($"Objects:MultipartFrom is {options.MultipartFrom}; 5242880 to 1073741824 bytes are possible.");
        if (options.Retries is < 0 or > 20)
            faults.Add($"Objects:Retries is {options.Retries}; 0 to 20 are possible.");
        if (options is { Kind: ObjectStoreKind.S3, Endpoint: { } endpoint } && endpoint.Scheme is not ("http" or "https"))
            faults.Add($"Objects:Endpoint is '{endpoint}'; an http or https address is needed.");
        return faults.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static List<string> Missing(params (string Key, string? Value)[] settings) =>
        [.. from setting in settings
            where string.IsNullOrWhiteSpace(setting.Value)
            select $"{setting.Key} is not set; set the environment variable {setting.Key.Replace(":", "__", StringComparison.Ordinal)}."];
}
