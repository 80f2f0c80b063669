using System.ComponentModel.DataAnnotations;

namespace Nights.Campaigns.Links;

/// <summary>Section "Links".</summary>
internal sealed class HitLinkOptions
{
    public const string Section = "Links";

    /// <summary>Address under which participants reach the HIT page, e.g. https://hits.example.org. No default.</summary>
    [Required]
    public Uri? PublicUrl { get; set; }
}
