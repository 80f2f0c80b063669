using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.Campaigns.Triplets;

/// <summary>GET /pictures/{sha256}.png: a picture by its hash, for operators. Content never changes, so a browser may keep it.</summary>
internal static class ShowPicture
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/pictures/{sha256:length(64)}.png", Handle)
            .WithSummary("A picture by its SHA-256")
            .Produces(StatusCodes.Status200OK, contentType: "image/png")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(string sha256, IObjects objects, HttpResponse response, CancellationToken cancel)
    {
        if (!sha256.All(char.IsAsciiHexDigitLower)) return Refusal.Missing($"'{sha256}' is no SHA-256 in lower-case hex digits.");
        try
        {
            var picture = await objects.Open(ObjectKeys.Picture(sha256), cancel);
            response.Headers.CacheControl = "private, max-age=604800, immutable";
            return TypedResults.Stream(picture, "image/png");
        }
        catch (ObjectMissingException)
        {
            return Refusal.Missing($"There is no picture {sha256}.");
        }
    }
}
