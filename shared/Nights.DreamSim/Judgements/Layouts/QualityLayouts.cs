using System.Globalization;
using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>Distorted pictures with mean opinions: TID2013 and KADID-10k. Distortions of one reference are one group; each kind of distortion is a part.</summary>
public static class QualityLayouts
{
    public const string Tid2013Table = "mos_with_names.txt";
    public const string KadidTable = "dmos.csv";

    /// <summary><c>mos_with_names.txt</c> (an opinion of 0 to 9 and a name such as I01_24_5.bmp a line), <c>reference_images</c>, <c>distorted_images</c>.</summary>
    /// <remarks>Source: Ponomarenko et al. 2015. Names are found in whatever case: the published ones vary.</remarks>
    /// <exception cref="InvalidDataException">Something is missing, or a line is none of these.</exception>
    public static QualityOpinions ReadTid2013(string folder, CancellationToken cancel)
    {
        var table = Table(folder, Tid2013Table);
        var (references, distorted) = (new PictureNames(Path.Combine(folder, "reference_images")), new PictureNames(Path.Combine(folder, "distorted_images")));
        var set = new Collected();
        foreach (var (line, number) in File.ReadLines(table).Select((line, i) => (line, i + 1)))
        {
            cancel.ThrowIfCancellationRequested();
            switch (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                case []: break;
                case [var opinion, var name] when double.TryParse(opinion, NumberStyles.Float, CultureInfo.InvariantCulture, out var value):
                    var (reference, kind) = Parts(name, $"{table}, line {number}");
                    set.Add(references.OfStem(reference), distorted.Named(name), value, kind);
                    break;
                default: throw new InvalidDataException($"{table}, line {number}: '{line}' is no opinion and name of a picture.");
            }
        }

        return set.ToOpinions(table);
    }

    /// <summary><c>dmos.csv</c> with the columns dist_img, ref_img and dmos (1 to 5, more is better), and <c>images</c>.</summary>
    /// <remarks>Source: Lin, Hosu, Saupe 2019.</remarks>
    /// <exception cref="InvalidDataException">Something is missing, or a value is not what its column holds.</exception>
    public static QualityOpinions ReadKadid10k(string folder, CancellationToken cancel)
    {
        var table = Table(folder, KadidTable);
        var pictures = new PictureNames(Path.Combine(folder, "images"));
        var set = new Collected();
        foreach (var row in CsvTable.Read(table, "dist_img", "ref_img", "dmos").Rows)
        {
            cancel.ThrowIfCancellationRequested();
            set.Add(pictures.Named(row["ref_img"]), pictures.Named(row["dist_img"]), row.Number64("dmos"), Parts(row["dist_img"], row.Where).Kind);
        }

        return set.ToOpinions(table);
    }

    private static string Table(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new InvalidDataException($"There is no table {path}.");
    }

    /// <summary>I01_24_5.bmp is the picture I01, distorted by kind 24 at level 5.</summary>
    private static (string Reference, string Kind) Parts(string name, string where) => PictureNames.Stem(name).Split('_') switch
    {
        [var reference, var kind, _] => (reference, $"kind {kind}"),
        _ => throw new InvalidDataException($"{where}: '{name}' is no name of the form REFERENCE_KIND_LEVEL."),
    };

    private sealed class Collected
    {
        private readonly List<string> pictures = [], groups = [], kinds = [];
        private readonly List<QualityOpinion> opinions = [];
        private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);

        public void Add(string reference, string distorted, double opinion, string kind)
        {
            opinions.Add(new QualityOpinion(Of(reference), Of(distorted), opinion));
            groups.Add(reference);
            kinds.Add(kind);
        }

        public QualityOpinions ToOpinions(string table) => opinions.Count >= 2
            ? new QualityOpinions(pictures, opinions, groups, JudgedPart.By(kinds))
            : throw new InvalidDataException($"{table} has {opinions.Count} opinions; a correlation needs at least 2.");

        private int Of(string file)
        {
            if (index.TryGetValue(file, out var known)) return known;
            pictures.Add(file);
            return index[file] = pictures.Count - 1;
        }
    }
}
