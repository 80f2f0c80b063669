namespace Nights.Domain.Campaigns;

/// <summary>One thing wrong with a campaign spec.</summary>
/// <param name="Path">Where, as written in the file: "painting.size".</param>
/// <param name="Message">The value, the limit and the mend.</param>
public sealed record SpecError(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
