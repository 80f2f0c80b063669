using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Specs;

/// <summary>A spec as the body of a request, in YAML or JSON by its content type.</summary>
internal static class SpecBody
{
    /// <returns>The checked spec, or why there is none.</returns>
    public static async Task<(CampaignSpec? Spec, ProblemHttpResult? Refused)> Read(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > SpecReading.Longest)
            return (null, Refusal.BadSpec([new SpecError("", $"The spec has {request.ContentLength} bytes; at most {SpecReading.Longest} are read.")]));

        Func<string, SpecReading>? read = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "application/json" => SpecReading.Json,
            "application/yaml" or "application/x-yaml" or "text/yaml" or "text/x-yaml" => SpecReading.Yaml,
            _ => null,
        };
        if (read is null)
        {
            return (null, TypedResults.Problem(
                $"A spec is sent as application/yaml or application/json, not as '{request.ContentType}'.",
                statusCode: StatusCodes.Status415UnsupportedMediaType,
                title: "Unknown format"));
        }

        using var text = new StreamReader(request.Body, Encoding.UTF8);
        var reading = read(await text.ReadToEndAsync(cancel));
        return reading.Spec is { } spec ? (spec, null) : (null, Refusal.BadSpec(reading.Errors));
    }
}
