using System.Globalization;

namespace Nights.DreamSim.Checkpoints.Pickles;

/// <summary>Tensors under the names by which dictionaries and records lead to them.</summary>
internal static class NamedTensors
{
    private const int Deepest = 24;
    private const int MostVisits = 1_000_000;

    /// <summary>Every tensor of a value; names along the way are joined by dots. Lists are not looked into: weights have names.</summary>
    /// <exception cref="InvalidDataException">The value leads on and on, or holds no tensor at all.</exception>
    public static IReadOnlyDictionary<string, PickledTensor> Of(object? value)
    {
        var found = new Dictionary<string, PickledTensor>(StringComparer.Ordinal);
        var visits = 0;
        Visit(value, "", 0);
        return found.Count > 0 ? found : throw new InvalidDataException("it holds no tensor that has a name");

        void Visit(object? item, string name, int depth)
        {
            if (depth > Deepest || ++visits > MostVisits) throw new InvalidDataException($"its dictionaries lie more than {Deepest} deep or are more than {MostVisits}");
            switch (item)
            {
                case PickledTensor tensor:
                    found[name] = tensor;
                    break;
                case PickledDictionary dictionary:
                    foreach (var (key, inner) in dictionary.Pairs)
                    {
                        if (key is string or long) Visit(inner, Joined(name, Convert.ToString(key, CultureInfo.InvariantCulture)!), depth + 1);
                    }

                    break;
                case PickledRecord record:
                    Visit(record.State, name, depth + 1);
                    break;
                default:
                    break;
            }
        }
    }

    private static string Joined(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";
}
