using System.Globalization;
using Nights.Crowd.Campaigns;
using Nights.Domain.Budgets;

namespace Nights.Crowd.Sessions;

/// <summary>What a participant is told before agreeing.</summary>
internal sealed record CampaignOffer(
    string Title, string Question, int TrialsPerHit, int Minutes, long PayMinor, long HourlyMinor, string Currency,
    string Contact, string Privacy, string ConsentVersion, string Locale, string Direction)
{
    public static CampaignOffer Of(RunningCampaign campaign, string privacy)
    {
        var (hit, budget) = (campaign.Spec.Hit, campaign.Spec.Budget);
        return new CampaignOffer(
            hit.Title, hit.Question, hit.TrialsPerHit, hit.Minutes, Spend.OfTrials(hit.TrialsPerHit, budget.PayPerTrialMinor),
            HourlyPay.PromisedMinor(hit, budget), budget.Currency, hit.Contact, privacy, hit.ConsentVersion, hit.Locale, DirectionOf(hit.Locale));
    }

    private static string DirectionOf(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale).TextInfo.IsRightToLeft ? "rtl" : "ltr";
        }
        catch (CultureNotFoundException)
        {
            return "ltr";
        }
    }
}
