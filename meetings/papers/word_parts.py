"""What python-docx has no words for: a mark across the page, a list that begins anew."""

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

# The way in which Word itself writes a watermark: a line of text as a drawing behind the page.
WATERMARK = """
<w:r {namespaces} xmlns:v="urn:schemas-microsoft-com:vml"
     xmlns:o="urn:schemas-microsoft-com:office:office">
  <w:rPr><w:noProof/></w:rPr>
  <w:pict>
    <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
        path="m@7,l@8,m@5,21600l@6,21600e">
      <v:formulas>
        <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
        <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
        <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
      </v:formulas>
      <v:path textpathok="t" o:connecttype="rect"/>
      <v:textpath on="t" fitshape="t"/>
      <o:lock v:ext="edit" text="t" shapetype="t"/>
    </v:shapetype>
    <v:shape id="watermark{number}" o:spid="_x0000_s{place}" type="#_x0000_t136"
        style="position:absolute;margin-left:0;margin-top:0;width:380pt;height:150pt;rotation:315;
z-index:-251658240;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin"
        o:allowincell="f" fillcolor="#e6e6e6" stroked="f">
      <v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt"/>
    </v:shape>
  </w:pict>
</w:r>
"""
FIRST_SHAPE = 2049  # Word counts the drawings of headers from here


def add_watermark(paragraph: Paragraph, text: str, number: int) -> None:
    """Put a word across every page whose header has the paragraph; each has another number."""
    xml = WATERMARK.format(namespaces=nsdecls("w"), number=number, place=FIRST_SHAPE + number)
    run = parse_xml(xml)
    shape = run.find(".//{urn:schemas-microsoft-com:vml}shape")
    shape.set("alt", text)
    shape.find("{urn:schemas-microsoft-com:vml}textpath").set("string", text)
    paragraph._p.append(run)


def new_list(document: Document, numbering: int) -> int:
    """Return the number of a list that looks like one of the template's and begins anew."""
    lists = document.part.numbering_part.element
    model = lists.num_having_numId(numbering)
    one = lists.add_num(model.abstractNumId.val)
    override = one.add_lvlOverride(ilvl=0)
    override.add_startOverride(1)
    return one.numId


def end_section_with_last_text(document: Document) -> None:
    """Let the last paragraph of a section end it: an empty one might begin a page of its own."""
    *_others, last, ending = document.element.body.p_lst
    if ending.getprevious() is last:
        last.get_or_add_pPr().append(ending.pPr.sectPr)
        ending.getparent().remove(ending)
