using System.Text.Json;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Specs;

/// <summary>A spec read from text: the spec, or everything that is wrong with it.</summary>
internal sealed record SpecReading(CampaignSpec? Spec, IReadOnlyList<SpecError> Errors)
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int Longest = 256 * 1024;

    public static SpecReading Yaml(string text) => Read(text, YamlNodes.Read);

    public static SpecReading Json(string text) => Read(text, JsonNodes.Read);

    /// <summary>Reads what has been taken apart already.</summary>
    public static SpecReading Of(SpecNode node)
    {
        var binding = new SpecBinding();
        var bound = binding.Bind(node, typeof(CampaignSpec), "");
        if (binding.Errors.Count > 0) return new SpecReading(null, binding.Errors);
        if (bound is null) return Wrong("The spec is empty.");

        var spec = CampaignSpecs.Read(bound.ToJsonString(JsonSerializerOptions.Web));
        return CampaignSpecCheck.Check(spec) is { Count: > 0 } errors ? new SpecReading(null, errors) : new SpecReading(spec, []);
    }

    private static SpecReading Read(string text, Func<string, SpecNode> parse)
    {
        if (text.Length > Longest) return Wrong($"The spec has {text.Length} characters; at most {Longest} are read.");
        try
        {
            return Of(parse(text));
        }
        catch (SpecFormatException wrong)
        {
            return Wrong(wrong.Message);
        }
    }

    private static SpecReading Wrong(string message) => new(null, [new SpecError("", message)]);
}
