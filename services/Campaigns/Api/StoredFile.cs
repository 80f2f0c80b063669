using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Snapshots;
using Nights.Datasets.Rows;
using Nights.Hosting.Objects;

namespace Nights.Campaigns.Api;

/// <summary>Streams a file below a prefix of the object store.</summary>
internal static class StoredFile
{
    /// <param name="prefix">Ends with a slash.</param>
    /// <returns>Null when there is no such file, or the path leads out of the prefix.</returns>
    public static async Task<FileStreamHttpResult?> Open(IObjects objects, string prefix, string path, CancellationToken cancel)
    {
        if (!DatasetPaths.IsInside(path)) return null;
        try
        {
            return TypedResults.Stream(await objects.Open(prefix + path, cancel), ObjectSink.ContentType(path));
        }
        catch (ObjectMissingException)
        {
            return null;
        }
    }
}
