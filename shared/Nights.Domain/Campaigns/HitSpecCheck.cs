using System.Text.RegularExpressions;

namespace Nights.Domain.Campaigns;

internal static partial class HitSpecCheck
{
    public static void Check(HitSpec hit, SpecFindings found)
    {
        found.Line("title", hit.Title, 200);
        found.Line("question", hit.Question, 300);
        Trials(hit, found);
        found.Range("leaseSeconds", hit.LeaseSeconds, 30, 86_400, " s");
        found.Range("minutes", hit.Minutes, 1, 240);
        found.Range("hitsPerParticipant", hit.HitsPerParticipant, 1, 1000);
        found.Line("contact", hit.Contact, 200, mayBeEmpty: true);
        if (hit.Locale is null || !LocalePattern().IsMatch(hit.Locale))
        {
            found.Add("locale", $"'{hit.Locale}' is not a language tag; write one like en, de or pt-BR.");
        }

        found.Line("consentVersion", hit.ConsentVersion, 40);
    }

    private static void Trials(HitSpec hit, SpecFindings found)
    {
        var inside = found.Range("trialsPerPage", hit.TrialsPerPage, 1, 100) & found.Range("trialsPerHit", hit.TrialsPerHit, 1, 1000);
        if (!inside || hit.TrialsPerHit % hit.TrialsPerPage == 0) return;
        var below = hit.TrialsPerHit / hit.TrialsPerPage * hit.TrialsPerPage;
        var nearest = below == 0 ? $"the nearest is {hit.TrialsPerPage}" : $"the nearest are {below} and {below + hit.TrialsPerPage}";
        found.Add("trialsPerHit", $"{hit.TrialsPerHit} is not a multiple of hit.trialsPerPage, {hit.TrialsPerPage}; {nearest}.");
    }

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LocalePattern();
}
