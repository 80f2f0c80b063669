using System.Web;

namespace Nights.Local.Simulation.Pages;

/// <summary>The address of a HIT: where the pages are, of which campaign, and the token that lets a participant in.</summary>
/// <param name="Site">Root of the public site.</param>
/// <param name="Campaign">Id of the campaign.</param>
/// <param name="Token">The signed link token.</param>
internal sealed record HitLink(Uri Site, string Campaign, string Token)
{
    private const string Form = "https://SITE/w/CAMPAIGN?t=TOKEN";

    /// <summary>Reads the link that participants are given.</summary>
    /// <exception cref="FormatException">It is no such link.</exception>
    public static HitLink Parse(string link)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"'{link}' is not a web address; a HIT link looks like {Form}.");
        }

        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var token = HttpUtility.ParseQueryString(address.Query)["t"];
        if (parts is not [.. var before, "w", var campaign]) throw new FormatException($"'{link}' names no campaign; a HIT link looks like {Form}.");
        if (string.IsNullOrEmpty(token)) throw new FormatException($"'{link}' carries no token; a HIT link looks like {Form}.");
        var site = new Uri(address, before.Length == 0 ? "/" : $"/{string.Join('/', before)}/");
        return new HitLink(site, campaign, token);
    }
}
