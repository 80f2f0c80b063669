namespace Nights.Domain.Campaigns;

internal static class QualitySpecCheck
{
    private const double LargestP = 0.1;

    public static void Check(QualitySpec quality, SpecFindings found)
    {
        if (found.Range("practice", quality.Practice, 0, 20)) found.Range("practiceRight", quality.PracticeRight, 0, quality.Practice, " (quality.practice)");
        found.Range("goldShare", quality.GoldShare, 0, 0.5);
        found.Range("goldBeforeJudging", quality.GoldBeforeJudging, 1, 1000);
        found.Range("goldRightShare", quality.GoldRightShare, 0, 1);
        found.Range("goldPromotionVotes", quality.GoldPromotionVotes, 2, 1000, " votes");
        if (found.Range("tooFastMs", quality.TooFastMs, 0, 10_000, " ms")) found.Range("tooSlowMs", quality.TooSlowMs, Math.Max(1000, quality.TooFastMs), 3_600_000, " ms");
        found.Range("tooFastShare", quality.TooFastShare, 0, 1);
        EveryOrNever("trialsPerCheck", quality.TrialsPerCheck);
        found.Range("checksMissed", quality.ChecksMissed, 1, 100);
        EveryOrNever("trialsPerRepeat", quality.TrialsPerRepeat);
        found.Range("repeatsSameShare", quality.RepeatsSameShare, 0, 1);
        found.Range("sideBiasP", quality.SideBiasP, 0, LargestP);
        found.Range("alternationP", quality.AlternationP, 0, LargestP);
        found.Range("agreementShare", quality.AgreementShare, 0, 1);
        found.Range("mostOfCampaign", quality.MostOfCampaign, 0.001, 1);
        found.Member("onGold", quality.OnGold);
        found.Member("onChecks", quality.OnChecks);
        found.Member("onTooFast", quality.OnTooFast);
        found.Member("onSideBias", quality.OnSideBias);
        found.Member("onAlternation", quality.OnAlternation);
        found.Member("onRepeats", quality.OnRepeats);
        found.Member("onAgreement", quality.OnAgreement);
        found.Member("exclusionScope", quality.ExclusionScope);

        // One in ten at most: these trials buy no votes, and every one of them is paid.
        void EveryOrNever(string key, int every)
        {
            if (every is not 0) found.Range(key, every, 10, 1000, " trials (0 for none)");
        }
    }
}
