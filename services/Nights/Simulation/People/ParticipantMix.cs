using System.Globalization;

namespace Nights.Local.Simulation.People;

/// <summary>Which kinds of participants come, in which shares, e.g. <c>good:0.8,spammer:0.15,left:0.05</c>; a kind alone means all of them.</summary>
internal sealed class ParticipantMix
{
    private const double Tolerance = 1e-6;

    private readonly (ParticipantKind Kind, double Share)[] shares;

    private ParticipantMix((ParticipantKind, double)[] shares) => this.shares = shares;

    /// <summary>Reads a profile.</summary>
    /// <exception cref="FormatException">A kind is unknown or named twice, a share is no number above 0, or they do not add up to 1.</exception>
    public static ParticipantMix Parse(string profile)
    {
        var shares = new List<(ParticipantKind Kind, double Share)>();
        foreach (var part in profile.Split(','))
        {
            var (name, number) = part.Split(':', 2, StringSplitOptions.TrimEntries) is [var before, var after] ? (before, after) : (part.Trim(), "1");
            var kind = Kind(profile, name);
            if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) || share is not (> 0 and <= 1))
            {
                throw new FormatException($"Profile '{profile}': the share '{number}' of {name} is not a number above 0 and up to 1.");
            }

            if (shares.Any(other => other.Kind == kind)) throw new FormatException($"Profile '{profile}': {name} is named twice; add its shares up.");
            shares.Add((kind, share));
        }

        var sum = shares.Sum(part => part.Share);
        return Math.Abs(sum - 1) < Tolerance
            ? new ParticipantMix([.. shares])
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Profile '{profile}': the shares add up to {sum:0.######}; they must add up to 1."));
    }

    /// <summary>Kinds of the first participants, so that the shares hold as nearly as they can however many come: each newcomer is of the kind most behind.</summary>
    public IEnumerable<ParticipantKind> Arrivals()
    {
        var come = new int[shares.Length];
        for (var number = 1; ; number++)
        {
            var most = 0;
            for (var i = 1; i < shares.Length; i++) if (Behind(i) > Behind(most) + Tolerance) most = i;
            come[most]++;
            yield return shares[most].Kind;

            double Behind(int i) => shares[i].Share * number - come[i];
        }
    }

    public override string ToString() => string.Join(',', shares.Select(part =>
        string.Create(CultureInfo.InvariantCulture, $"{Word(part.Kind)}:{part.Share}")));

    /// <summary>The word for a kind in a profile.</summary>
    public static string Word(ParticipantKind kind) => kind.ToString().ToLowerInvariant();

    private static ParticipantKind Kind(string profile, string name)
    {
        foreach (var kind in Enum.GetValues<ParticipantKind>()) if (Word(kind) == name) return kind;
        var known = string.Join(", ", Enum.GetValues<ParticipantKind>().Select(Word));
        throw new FormatException($"Profile '{profile}': there is no participant '{name}'; there are {known}.");
    }
}
