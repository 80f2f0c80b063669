namespace Nights.Domain.Storage;

/// <summary>Every object key of the system, computed in this one place. Keys never change once written.</summary>
public static class ObjectKeys
{
    /// <summary>Content-addressed blob, e.g. <c>cas/sha256/ab/cd/abcd….png</c>.</summary>
    /// <param name="sha256">64 lower-case hex digits.</param>
    /// <param name="extension">Without the dot: png, json.</param>
    public static string Blob(string sha256, string extension) => $"cas/sha256/{sha256[..2]}/{sha256[2..4]}/{sha256}.{extension}";

    public static string Picture(string sha256) => Blob(sha256, "png");

    public static string Manifest(string sha256) => Blob(sha256, "json");

    /// <summary>What was painted for an order: lets a redelivered order find its pictures.</summary>
    /// <param name="paintingId">The painting.</param>
    /// <param name="attempt">The order's attempt: each paints other pictures.</param>
    public static string Painting(Guid paintingId, int attempt = 0) => attempt == 0 ? $"paintings/{paintingId:N}.json" : $"paintings/{paintingId:N}-{attempt}.json";

    /// <summary>Prefix of a diffusion model's files: a Stable Diffusion ONNX folder and its list of hashes.</summary>
    public static string DiffusionModel(string name) => $"diffusion/{name}/";

    /// <summary>Prefix of the book kept about requests to a paid service for one attempt at a painting.</summary>
    public static string PaintingRequests(Guid paintingId, int attempt) => $"paintings/{paintingId:N}/requests/{attempt:D3}/";

    public static string Snapshot(string name, string version) => $"datasets/{name}/{version}/";

    /// <summary>Prefix of all checkpoints of a run.</summary>
    public static string Checkpoints(Guid runId) => $"runs/{runId:N}/checkpoints/";

    public static string Checkpoint(Guid runId, int step) => $"{Checkpoints(runId)}{step:D8}/";

    public static string Model(string name, string version) => $"models/{name}/{version}/";
}
