namespace Nights.Crowd.Embedding;

/// <summary>
/// How a participant hands in finished work: a code to copy, an address to go to, or a form that their own browser sends. The page does
/// what it says and knows no marketplace.
/// </summary>
/// <param name="Kind">"code" | "redirect" | "form".</param>
/// <param name="Code">Shown in every case, so that nobody is left with nothing when the way out fails.</param>
/// <param name="Url">Where a redirect leads, or a form goes.</param>
/// <param name="Fields">What a form holds.</param>
internal sealed record Completion(string Kind, string Code, string? Url = null, IReadOnlyDictionary<string, string>? Fields = null)
{
    public static Completion ByCode(string code) => new("code", code);

    public static Completion ByRedirect(string code, Uri to) => new("redirect", code, to.AbsoluteUri);

    public static Completion ByForm(string code, Uri to, IReadOnlyDictionary<string, string> fields) => new("form", code, to.AbsoluteUri, fields);
}
