using System.Globalization;
using System.Numerics;

namespace Nights.Domain.Campaigns;

/// <summary>The errors of one part of a spec, each under its full path.</summary>
internal sealed class SpecFindings(List<SpecError> errors, string part)
{
    public void Add(string key, string message) => errors.Add(new SpecError(part.Length == 0 ? key : $"{part}.{key}", message));

    /// <summary>The findings of a part of this part.</summary>
    public SpecFindings Of(string key) => new(errors, $"{part}.{key}");

    /// <summary>Reports a number outside its range.</summary>
    /// <returns>True when it is inside.</returns>
    public bool Range<T>(string key, T value, T low, T high, string unit = "") where T : INumber<T>
    {
        if (value >= low && value <= high) return true;
        var limit = string.Create(CultureInfo.InvariantCulture, $"{Text(value)} is outside {Text(low)} to {Text(high)}{unit}");
        Add(key, T.IsNaN(value) ? $"{limit}; give a number." : $"{limit}; the nearest is {Text(value < low ? low : high)}.");
        return false;
    }

    /// <summary>Reports text that is missing, blank, too long, or holds control characters.</summary>
    public bool Line(string key, string? value, int most, bool mayBeEmpty = false)
    {
        var problem = value switch
        {
            null => "has no value; leave the key out for the default.",
            _ when !mayBeEmpty && string.IsNullOrWhiteSpace(value) => $"is blank; write 1 to {most} characters.",
            _ when value.Length > most => $"has {value.Length} characters; at most {most} are allowed, so shorten it by {value.Length - most}.",
            _ when value.Any(char.IsControl) => "holds a line break or another control character; write it on one line.",
            _ => null,
        };
        if (problem is not null) Add(key, problem);
        return problem is null;
    }

    /// <summary>Reports a value that is no member of its enum, as a number in the file can be.</summary>
    public void Member<T>(string key, T value) where T : struct, Enum
    {
        if (!Enum.IsDefined(value)) Add(key, $"{value} is not known; write {string.Join(" or ", Enum.GetNames<T>())}.");
    }

    private static string Text<T>(T value) where T : INumber<T> => value.ToString(null, CultureInfo.InvariantCulture);
}
