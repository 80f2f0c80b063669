using System.Globalization;
using Nights.Crowd.Campaigns;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;
using Nights.Domain.Jnd;

namespace Nights.Crowd.Sessions;

/// <summary>What a participant is told before agreeing.</summary>
internal sealed record CampaignOffer(
    string Title, string Question, int TrialsPerHit, int Minutes, long PayMinor, long HourlyMinor, string Currency,
    string Contact, string Privacy, string ConsentVersion, string Locale, string Direction, string Task, string Mask, bool Phones)
{
    public static CampaignOffer Of(RunningCampaign campaign, string privacy)
    {
        var (hit, budget) = (campaign.Spec.Hit, campaign.Spec.Budget);
        return new CampaignOffer(
            hit.Title, hit.Question, hit.TrialsPerHit, hit.Minutes, Spend.OfTrials(hit.TrialsPerHit, budget.PayPerTrialMinor),
            HourlyPay.PromisedMinor(hit, budget), budget.Currency, hit.Contact, privacy, hit.ConsentVersion, hit.Locale, DirectionOf(hit.Locale),
            campaign.Spec.Task is CampaignTask.Jnd ? "jnd" : "2afc", campaign.Spec.Jnd.Mask is JndMask.Noise ? "noise" : "blank",
            campaign.Spec.Task is not CampaignTask.Jnd || campaign.Spec.Jnd.Phones);
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
